import type { StrongScene } from '../report.js';
import { listLeadingEmotions } from './emotion-bars.js';
import { renderEvidence } from './evidence-list.js';
import { type Html, html } from './html.js';
import { renderScore, renderValence, sceneAnchor, sceneHeading, type View } from './view.js';

/** The scenes that stand out most, each with the lines that carry it. */
export function renderStrongestScenes(view: View): Html {
  return html`<div class="strongest">${view.report.summary.strongestScenes.map((scene) => renderScene(scene, view))}</div>`;
}

function renderScene(scene: StrongScene, view: View): Html {
  const { messages, numbers } = view;
  const { valence, arousal, emotions } = scene;
  return html`<article class="card"><h3><a href="#${sceneAnchor(scene.index)}">${messages.scene} ${scene.index + 1}</a> <span class="heading">${sceneHeading(scene, view)}</span></h3>
<p class="measures">${valence && html`<span>${messages.valence} ${renderValence(valence, view)}</span>`}${arousal && html`<span>${messages.arousal} ${renderScore(arousal, view)}</span>`}</p>
<p class="quiet">${emotions && `${listLeadingEmotions(emotions, view)} · `}${messages.strength(numbers.decimal(scene.strength))}</p>
${renderEvidence(scene.evidence, view)}</article>`;
}
