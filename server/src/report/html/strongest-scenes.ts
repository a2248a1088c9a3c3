import type { StrongScene } from '../report.js';
import { describeEmotions } from '../words/emotion-words.js';
import { describeContrast, outstandingScenes } from '../words/scene-contrast.js';
import { describeStanding, toneOf } from '../words/standing.js';
import { renderEvidence } from './evidence-list.js';
import { type Html, html } from './html.js';
import { renderRawMeasures, sceneAnchor, sceneHeading, type View } from './view.js';

/** The scenes that stand out most, each with the lines that carry it. */
export function renderStrongestScenes(view: View): Html {
  return html`<div class="strongest">${outstandingScenes(view.report).map((scene) => renderScene(scene, view))}</div>`;
}

function renderScene(scene: StrongScene, view: View): Html {
  const { messages, numbers, report } = view;
  const { sentiment, emotions } = scene;
  return html`<article class="card"><h3><a href="#${sceneAnchor(scene.index)}">${messages.scene} ${scene.index + 1}</a> <span class="heading">${sceneHeading(scene, view)}</span></h3>
<p class="contrast">${describeContrast(scene, report.scenes, messages)}</p>
${sentiment && html`<p>${messages.sentiment}: <b class="${toneOf(sentiment)}">${describeStanding(sentiment, messages, numbers)}</b></p>`}
${emotions && html`<p class="quiet">${describeEmotions(emotions, scene.tokenCount, view)}</p>`}
<p class="measures quiet">${renderRawMeasures(scene, view)}</p>
${renderEvidence(scene.evidence, view)}</article>`;
}
