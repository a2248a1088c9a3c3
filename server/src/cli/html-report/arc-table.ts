import type { Estimate } from '../report.js';
import { leadingEmotion } from '../report.js';
import { type Html, html } from './html.js';
import { renderScore, renderValence, sceneAnchor, sceneHeading, type View } from './view.js';

/** The arc as a table, for who cannot or would rather not read a chart. */
export function renderArcTable(view: View): Html {
  const { report, messages, numbers } = view;
  const cell = (estimate: Estimate | undefined, render: typeof renderValence) =>
    html`<td>${estimate ? render(estimate, view) : '–'}</td>`;
  const rows = report.scenes.map((scene) => {
    const leading = leadingEmotion(scene.emotions);
    return html`<tr><th scope="row"><a href="#${sceneAnchor(scene.index)}">${scene.index + 1}</a></th><td>${sceneHeading(scene, view)}</td>${cell(scene.valence, renderValence)}${cell(scene.arousal, renderScore)}<td>${scene.sentiment ? numbers.percent(scene.sentiment.value) : '–'}</td><td>${leading ? `${messages.emotions[leading.emotion]} ${numbers.percent(leading.share)}` : '–'}</td></tr>`;
  });
  return html`<details class="table-view"><summary>${messages.arc.asTable}</summary>
<div class="scroll" tabindex="0" role="region" aria-label="${messages.arc.title}"><table>
<thead><tr><th scope="col">${messages.scene}</th><th scope="col"></th><th scope="col">${messages.valence}</th><th scope="col">${messages.arousal}</th><th scope="col">${messages.sentiment}</th><th scope="col">${messages.overview.leadingEmotion}</th></tr></thead>
<tbody>${rows}</tbody></table></div></details>`;
}
