import type { Estimate, ReportScene } from '../report.js';
import { describeEmotions, nameClearestLift } from '../words/emotion-words.js';
import { describeStanding, toneOf } from '../words/standing.js';
import { renderEmotionBar } from './emotion-bars.js';
import { renderEvidence } from './evidence-list.js';
import { type Html, html } from './html.js';
import { renderRawMeasures, round, sceneAnchor, sceneHeading, type View } from './view.js';

/** Every scene, closed to one line, open to its measures and lines. */
export function renderScenes(view: View): Html {
  const { scenes } = view.report;
  return html`<div class="scenes">${scenes.map((scene) => renderScene(scene, view))}</div>`;
}

/** The anchor is inside the fold: browsers open a fold by themselves when a link leads into it. */
function renderScene(scene: ReportScene, view: View): Html {
  const { messages } = view;
  const { index, sentiment, emotions, tokenCount } = scene;
  return html`<details class="scene"><summary><span class="number">${index + 1}</span><span class="heading">${sceneHeading(scene, view)}</span>${renderTilt(sentiment, view)}<span class="emotion">${emotions && nameClearestLift(emotions, tokenCount, view)}</span></summary>
<div class="scene-body" id="${sceneAnchor(index)}">${renderMeasures(scene, view)}
${emotions && html`<p class="quiet">${describeEmotions(emotions, tokenCount, view)}</p>${renderEmotionBar(emotions, `${messages.scene} ${index + 1}`, view)}`}
${renderEvidence(scene.evidence, view)}</div></details>`;
}

function renderMeasures(scene: ReportScene, view: View): Html {
  const { messages, numbers } = view;
  const { tension, sentiment, speakers, startLine, endLine, page } = scene;
  const place = [messages.lines(startLine, endLine), ...(page === undefined ? [] : [messages.page(page)])].join(' · ');
  return html`<p class="quiet">${place}${speakers.length > 0 && ` · ${messages.speakers}: ${speakers.join(', ')}`}</p>
<p>${sentiment ? html`${messages.sentiment}: <b class="${toneOf(sentiment)}">${describeStanding(sentiment, messages, numbers)}</b>` : messages.nothingRead}</p>
<p class="measures">${renderRawMeasures(scene, view)}${tension && html`<span>${messages.tension} ${numbers.percent(tension.value)}</span>`}</p>`;
}

/** A small bar from the median reference scene to the left or right. */
function renderTilt(sentiment: Estimate | undefined, { numbers }: View): Html {
  if (!sentiment) return html`<span class="tilt">–</span>`;
  const place = round(sentiment.value * 100);
  return html`<span class="tilt"><svg width="72" height="10" aria-hidden="true"><line class="neutral" x1="50%" x2="50%" y1="0" y2="100%"/><rect class="${toneOf(sentiment)}" x="${Math.min(50, place)}%" y="1" width="${round(Math.abs(place - 50))}%" height="8" rx="1"/></svg><span>${numbers.percent(sentiment.value)}</span></span>`;
}
