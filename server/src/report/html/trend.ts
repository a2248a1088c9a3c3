import type { ReportScene } from '../report.js';

/** Fewest scenes a trend is drawn for: below, the dots themselves are the shape. */
const FEWEST_SCENES = 12;

/** Standard deviation of the window, as a share of the script. */
const WINDOW = 0.05;

/**
 * Sentiment smoothed over neighbouring scenes by a Gaussian window a twentieth of the script wide, longer scenes counting
 * more; one value a scene. Undefined for scripts too short to have a trend or with nothing read.
 */
export function smoothSentiment(scenes: readonly ReportScene[]): number[] | undefined {
  if (scenes.length < FEWEST_SCENES || !scenes.some(({ sentiment }) => sentiment)) return undefined;
  const spread = Math.max(1, scenes.length * WINDOW);
  return scenes.map((_, center) => {
    let sum = 0;
    let weight = 0;
    scenes.forEach(({ sentiment, tokenCount }, at) => {
      if (!sentiment) return;
      const near = Math.exp(-((at - center) ** 2) / (2 * spread ** 2)) * Math.max(1, tokenCount);
      sum += near * sentiment.value;
      weight += near;
    });
    return weight > 0 ? sum / weight : 0;
  });
}
