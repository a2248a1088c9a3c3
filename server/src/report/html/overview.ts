import type { Estimate, ReportScene } from '../report.js';
import { describeDominance, describeTopShares } from '../words/emotion-words.js';
import { describeReservation, describeStanding } from '../words/standing.js';
import { type Html, type HtmlPart, html } from './html.js';
import { renderScore, sceneAnchor, sceneHeading, type View } from './view.js';

/** The whole script in a sentence, and the scenes a reader asks for first. */
export function renderOverview(view: View): Html {
  const { messages, numbers, report } = view;
  const { sentiment, emotions } = report.summary;
  const { overview } = messages;
  const standing = (estimate: Estimate) => describeStanding(estimate, messages, numbers);
  return html`${sentiment && html`<p class="lead">${overview.whole(standing(sentiment))} ${describeReservation(sentiment, messages)}</p>`}
<ul class="glance">
${renderExtreme(overview.brightest, (scene) => scene.sentiment, 1, view, standing)}
${renderExtreme(overview.darkest, (scene) => scene.sentiment, -1, view, standing)}
${renderExtreme(
  overview.intense,
  (scene) => scene.arousal,
  1,
  view,
  (arousal) => html`${messages.arousal} ${renderScore(arousal, view)}, ${overview.intenseScale}`,
)}
${emotions && html`<li><h3>${overview.emotions}</h3><p class="big">${describeTopShares(emotions, view)}</p><p class="quiet">${describeDominance(emotions, view)}</p></li>`}
</ul>`;
}

function renderExtreme(
  title: string,
  read: (scene: ReportScene) => Estimate | undefined,
  direction: 1 | -1,
  view: View,
  describe: (estimate: Estimate) => HtmlPart,
): Html | undefined {
  const scenes = view.report.scenes.filter(read);
  // One scene is brightest and darkest at once: saying so would tell nothing.
  if (scenes.length < 2) return undefined;
  const scene = scenes.reduce((best, next) => (direction * (read(next)!.value - read(best)!.value) > 0 ? next : best));
  const estimate = read(scene)!;
  return html`<li><h3>${title}</h3><p class="big"><a href="#${sceneAnchor(scene.index)}">${view.messages.scene} ${scene.index + 1}</a></p><p class="heading">${sceneHeading(scene, view)}</p><p class="quiet">${describe(estimate)}</p></li>`;
}
