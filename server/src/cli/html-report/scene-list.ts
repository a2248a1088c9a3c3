import type { ReportScene } from '../report.js';
import { leadingEmotion } from '../report.js';
import { valenceReach } from '../valence-scale.js';
import { renderEmotionBar } from './emotion-bars.js';
import { renderEvidence } from './evidence-list.js';
import { type Html, html } from './html.js';
import { renderScore, renderValence, round, sceneAnchor, sceneHeading, toneOf, type View } from './view.js';

/** Every scene, closed to one line, open to its measures and lines. */
export function renderScenes(view: View): Html {
  const { scenes } = view.report;
  const reach = valenceReach(scenes.map(({ valence }) => valence));
  return html`<div class="scenes">${scenes.map((scene) => renderScene(scene, reach, view))}</div>`;
}

/** The anchor is inside the fold: browsers open a fold by themselves when a link leads into it. */
function renderScene(scene: ReportScene, reach: number, view: View): Html {
  const { messages } = view;
  const { index, valence, emotions } = scene;
  const leading = leadingEmotion(emotions);
  return html`<details class="scene"><summary><span class="number">${index + 1}</span><span class="heading">${sceneHeading(scene, view)}</span>${renderTilt(valence?.value, reach, view)}<span class="emotion">${leading && messages.emotions[leading.emotion]}</span></summary>
<div class="scene-body" id="${sceneAnchor(index)}">${renderMeasures(scene, view)}
${emotions && renderEmotionBar(emotions, `${messages.scene} ${index + 1}`, view)}
${renderEvidence(scene.evidence, view)}</div></details>`;
}

function renderMeasures(scene: ReportScene, view: View): Html {
  const { messages, numbers } = view;
  const { valence, arousal, tension, sentiment, speakers, startLine, endLine, page } = scene;
  const place = [messages.lines(startLine, endLine), ...(page === undefined ? [] : [messages.page(page)])].join(' · ');
  return html`<p class="quiet">${place}${speakers.length > 0 && ` · ${messages.speakers}: ${speakers.join(', ')}`}</p>
<p class="measures">${valence ? html`<span>${messages.valence} ${renderValence(valence, view)}</span>` : messages.nothingRead}${arousal && html`<span>${messages.arousal} ${renderScore(arousal, view)}</span>`}${tension && html`<span>${messages.tension} ${numbers.percent(tension.value)}</span>`}</p>
${sentiment && html`<p class="quiet">${messages.sentiment}: ${messages.brighterThan(numbers.percent(sentiment.value))}</p>`}`;
}

/** A small bar from neutral to the left or right, on the scale of the arc. */
function renderTilt(valence: number | undefined, reach: number, { numbers }: View): Html {
  if (valence === undefined) return html`<span class="tilt">–</span>`;
  const width = round((Math.abs(valence) / reach) * 50);
  return html`<span class="tilt"><svg width="72" height="10" aria-hidden="true"><line class="neutral" x1="50%" x2="50%" y1="0" y2="100%"/><rect class="${toneOf(valence)}" x="${valence < 0 ? round(50 - width) : 50}%" y="1" width="${width}%" height="8" rx="1"/></svg><span>${numbers.signed(valence)}</span></span>`;
}
