import { EMOTIONS, type Emotion, type EmotionShares } from '../report.js';
import { type Html, html } from './html.js';
import { round, sceneAnchor, type View } from './view.js';

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

/** The three strongest emotions beside neutral, in words. */
export function listLeadingEmotions(shares: EmotionShares, view: View): string {
  return EMOTIONS.filter((emotion) => emotion !== 'neutral')
    .sort((left, right) => shares[right] - shares[left])
    .slice(0, 3)
    .map((emotion) => nameShare(emotion, shares, view))
    .join(' · ');
}

/** A column a scene, the emotions stacked from below; what is left above them is neutral. */
export function renderEmotionColumns(view: View): Html {
  const { report, messages } = view;
  const width = 100 / report.scenes.length;
  const columns = report.scenes.flatMap(({ emotions, index }) => {
    if (!emotions) return [];
    let top = 100;
    const segments = EMOTIONS.filter((emotion) => emotion !== 'neutral').map((emotion) => {
      const height = emotions[emotion] * 100;
      top -= height;
      return html`<rect class="emotion-${emotion}" x="${round(index * width)}" y="${round(top)}" width="${round(width * 0.94)}" height="${round(height)}"/>`;
    });
    return [
      html`<a href="#${sceneAnchor(index)}" tabindex="-1"><title>${messages.scene} ${index + 1}\n${listLeadingEmotions(emotions, view)}</title><rect class="emotion-neutral" x="${round(index * width)}" y="0" width="${round(width * 0.94)}" height="100"/>${segments}</a>`,
    ];
  });
  return html`<svg class="emotion-columns" width="100%" height="150" viewBox="0 0 100 100" preserveAspectRatio="none" role="group" aria-label="${messages.emotionsTitle}: ${messages.sceneByScene}">${columns}</svg>`;
}

function nameShare(emotion: Emotion, shares: EmotionShares, { messages, numbers }: View): string {
  return `${messages.emotions[emotion]}\u00a0${numbers.percent(shares[emotion])}`;
}
