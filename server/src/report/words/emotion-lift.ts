import { EMOTIONS, type Emotion, type EmotionShares, type Report } from '../report.js';

/** Fewest scenes whose spread tells what is usual in a script. */
const FEWEST_SCENES = 8;

/** Least clarity that is worth naming: nine of ten parts of a script with nothing special in it stay below. */
const LEAST_CLARITY = 1.28;

/** Least excess that is worth naming, however clear: a tenth more than the script as a whole. */
const LEAST_EXCESS = 0.1;

/** How much more of an emotion a part of a script has than the whole. */
export interface EmotionLift {
  readonly emotion: Emotion;
  /** Share in the part over the share in the whole, less one: 0.44 is 44 % more; at least -1. */
  readonly excess: number;
  /** The excess in standard deviations of what parts of this length usually differ by. */
  readonly clarity: number;
}

/** Compares parts of one script with the whole of it. */
export interface EmotionComparison {
  /** Every emotion but neutral, the clearest excess first. */
  ofTokens(shares: EmotionShares, tokens: number): readonly EmotionLift[];
  /** As `ofTokens`, for a part whose length is known in words. */
  ofWords(shares: EmotionShares, words: number): readonly EmotionLift[];
}

/**
 * Learns from a report's scenes how far parts usually stray from the whole. The shares a model gives hardly differ from
 * text to text, since it is seldom sure; what a part has more of than its own script does. A short part strays by chance,
 * so its excess counts with the square root of its length. Undefined for scripts of fewer than eight scenes.
 */
export function compareEmotions({ scenes, summary, outline }: Report): EmotionComparison | undefined {
  const { emotions: whole } = summary;
  const read = scenes.flatMap(({ emotions, tokenCount }) => (emotions ? [{ emotions, tokenCount }] : []));
  if (!whole || read.length < FEWEST_SCENES) return undefined;
  const tokensPerWord = read.reduce((sum, { tokenCount }) => sum + tokenCount, 0) / Math.max(1, outline.wordCount);
  const usual = (emotion: Emotion) =>
    Math.sqrt(
      read.reduce((sum, scene) => sum + scene.tokenCount * (scene.emotions[emotion] - whole[emotion]) ** 2, 0) /
        read.length,
    );
  const spreads = EMOTIONS.filter((emotion) => emotion !== 'neutral').map((emotion) => ({
    emotion,
    spread: usual(emotion),
  }));
  const ofTokens = (shares: EmotionShares, tokens: number) =>
    spreads
      .filter(({ emotion, spread }) => spread > 0 && whole[emotion] > 0)
      .map(({ emotion, spread }) => ({
        emotion,
        excess: shares[emotion] / whole[emotion] - 1,
        clarity: ((shares[emotion] - whole[emotion]) * Math.sqrt(tokens)) / spread,
      }))
      .sort((left, right) => right.clarity - left.clarity);
  return { ofTokens, ofWords: (shares, words) => ofTokens(shares, words * tokensPerWord) };
}

/** The lifts that are clear enough to be named, at most two. */
export function nameableLifts(lifts: readonly EmotionLift[]): readonly EmotionLift[] {
  return lifts.filter(({ excess, clarity }) => clarity >= LEAST_CLARITY && excess >= LEAST_EXCESS).slice(0, 2);
}
