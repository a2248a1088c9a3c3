import { EMOTIONS, type Emotion, type EmotionShares } from '../report.js';
import { nameableLifts } from '../words/emotion-lift.js';
import { type Html, html } from './html.js';
import { round, sceneAnchor, scenePosition, tickScenes, type View } from './view.js';

/** Clarity of a lift that gets the whole colour. */
const FULL_COLOUR = 3;

/** One bar of 100 %: the emotions side by side, neutral last. */
export function renderEmotionBar(shares: EmotionShares, label: string, view: View): Html {
  let from = 0;
  const segments = EMOTIONS.map((emotion) => {
    const width = round(shares[emotion] * 100);
    const segment = html`<rect class="emotion-${emotion}" x="${round(from)}%" y="0" width="${width}%" height="100%"><title>${nameShare(emotion, shares, view)}</title></rect>`;
    from += width;
    return segment;
  });
  const description = EMOTIONS.map((emotion) => nameShare(emotion, shares, view)).join(', ');
  return html`<svg class="emotion-bar" width="100%" height="18" role="img" aria-label="${label}: ${description}">${segments}</svg>`;
}

/** Colours and names of the emotions. */
export function renderEmotionLegend({ messages }: View): Html {
  return html`<ul class="legend">${EMOTIONS.map(
    (emotion) => html`<li><i class="mark swatch-${emotion}"></i>${messages.emotions[emotion]}</li>`,
  )}</ul>`;
}

/** A row an emotion, a column a scene: the clearer the scene has more of it than the script, the stronger the colour. */
export function renderLiftRows(view: View): Html | undefined {
  const { report, messages, comparison } = view;
  if (!comparison) return undefined;
  const lifts = report.scenes.map(({ emotions, tokenCount }) =>
    emotions ? comparison.ofTokens(emotions, tokenCount) : [],
  );
  const rows = EMOTIONS.filter((emotion) => emotion !== 'neutral').map((emotion) => {
    const named = lifts.flatMap((scene, index) =>
      nameableLifts(scene).some((lift) => lift.emotion === emotion) ? [String(index + 1)] : [],
    );
    const label = messages.liftLabel(messages.emotions[emotion], named);
    const clarities = lifts.map((scene) => scene.find((lift) => lift.emotion === emotion)?.clarity ?? 0);
    return html`<li><span>${messages.emotions[emotion]}</span>${renderLiftRow(emotion, clarities, label, view)}</li>`;
  });
  return html`<h3 class="sub">${messages.sceneByScene}</h3><p class="quiet">${messages.liftIntro}</p><ul class="lifts">${rows}${renderSceneNumbers(report.scenes.length)}</ul>`;
}

function renderSceneNumbers(scenes: number): Html {
  const ticks = tickScenes(scenes).map(
    (scene) =>
      html`<text class="tick" x="${scenePosition(scene - 1, scenes)}%" y="13" text-anchor="middle">${scene}</text>`,
  );
  return html`<li aria-hidden="true"><span></span><svg class="lift-row" width="100%" height="18">${ticks}</svg></li>`;
}

function renderLiftRow(emotion: Emotion, clarities: readonly number[], label: string, { messages }: View): Html {
  const width = 100 / clarities.length;
  const cells = clarities.map((clarity, index) => {
    const opacity = round(Math.min(1, Math.max(0, clarity / FULL_COLOUR)));
    return html`<a href="#${sceneAnchor(index)}" tabindex="-1"><title>${messages.scene} ${index + 1}</title><rect class="cell" x="${round(index * width)}%" y="0" width="${round(width)}%" height="100%"/><rect class="emotion-${emotion}" fill-opacity="${opacity}" x="${round(index * width)}%" y="0" width="${round(width)}%" height="100%"/></a>`;
  });
  return html`<svg class="lift-row" width="100%" height="20" role="group" aria-label="${label}">${cells}</svg>`;
}

function nameShare(emotion: Emotion, shares: EmotionShares, { messages, numbers }: View): string {
  return `${messages.emotions[emotion]}\u00a0${numbers.percent(shares[emotion])}`;
}
