import type { Estimate } from '../report.js';
import { nameClearestLift } from '../words/emotion-words.js';
import { type Html, html } from './html.js';
import { renderScore, renderSentiment, sceneAnchor, sceneHeading, type View } from './view.js';

/** The arc as a table, for who cannot or would rather not read a chart. */
export function renderArcTable(view: View): Html {
  const { report, messages } = view;
  const cell = (estimate: Estimate | undefined, render: typeof renderScore) =>
    html`<td>${estimate ? render(estimate, view) : '–'}</td>`;
  const rows = report.scenes.map((scene) => {
    const lift = scene.emotions && nameClearestLift(scene.emotions, scene.tokenCount, view);
    return html`<tr><th scope="row"><a href="#${sceneAnchor(scene.index)}">${scene.index + 1}</a></th><td>${sceneHeading(scene, view)}</td>${cell(scene.sentiment, renderSentiment)}${cell(scene.valence, renderScore)}${cell(scene.arousal, renderScore)}<td>${lift ?? '–'}</td></tr>`;
  });
  return html`<details class="table-view"><summary>${messages.arc.asTable}</summary>
<div class="scroll" tabindex="0" role="region" aria-label="${messages.arc.title}"><table>
<thead><tr><th scope="col">${messages.scene}</th><th scope="col"></th><th scope="col">${messages.sentiment}</th><th scope="col">${messages.valence}</th><th scope="col">${messages.arousal}</th><th scope="col">${messages.arc.emotionColumn}</th></tr></thead>
<tbody>${rows}</tbody></table></div></details>`;
}
