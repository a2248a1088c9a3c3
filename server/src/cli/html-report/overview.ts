import type { Estimate, ReportScene } from '../report.js';
import { leadingEmotion } from '../report.js';
import { type Html, html } from './html.js';
import { renderScore, renderValence, sceneAnchor, sceneHeading, type View } from './view.js';

/** The whole script in a sentence, and the scenes a reader asks for first. */
export function renderOverview(view: View): Html {
  const { messages, numbers, report } = view;
  const { valence, sentiment, emotions } = report.summary;
  const { overview } = messages;
  const leading = leadingEmotion(emotions);
  const ends = valence && numbers.ends(valence);
  const range = ends ? messages.range(ends.low, ends.high) : '';
  return html`${valence && html`<p class="lead">${overview.whole(numbers.signed(valence.value), range)} ${sentiment && overview.reference(numbers.percent(sentiment.value))}</p>`}
<ul class="glance">
${renderExtreme(overview.brightest, (scene) => scene.valence, 1, view)}
${renderExtreme(overview.darkest, (scene) => scene.valence, -1, view)}
${renderExtreme(overview.intense, (scene) => scene.arousal, 1, view, messages.arousal)}
${leading && html`<li><h3>${overview.leadingEmotion}</h3><p class="big">${messages.emotions[leading.emotion]}</p><p class="quiet">${overview.shareOfText(numbers.percent(leading.share))}</p></li>`}
</ul>`;
}

function renderExtreme(
  title: string,
  read: (scene: ReportScene) => Estimate | undefined,
  direction: 1 | -1,
  view: View,
  measure: string = view.messages.valence,
): Html | undefined {
  const scenes = view.report.scenes.filter(read);
  // One scene is brightest and darkest at once: saying so would tell nothing.
  if (scenes.length < 2) return undefined;
  const scene = scenes.reduce((best, next) => (direction * (read(next)!.value - read(best)!.value) > 0 ? next : best));
  const estimate = read(scene)!;
  return html`<li><h3>${title}</h3><p class="big"><a href="#${sceneAnchor(scene.index)}">${view.messages.scene} ${scene.index + 1}</a></p><p class="heading">${sceneHeading(scene, view)}</p><p class="quiet">${measure} ${
    measure === view.messages.valence ? renderValence(estimate, view) : renderScore(estimate, view)
  }</p></li>`;
}
