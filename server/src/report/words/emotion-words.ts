import { EMOTIONS, type Emotion, type EmotionShares } from '../report.js';
import { type EmotionComparison, type EmotionLift, nameableLifts } from './emotion-lift.js';
import type { Messages } from './messages.js';
import type { NumberFormat } from './number-format.js';

/** A share that an emotion must reach to be called dominant: twice what it would have, were all nine alike. */
const DOMINANT = 2 / EMOTIONS.length;

/** What emotions are put into words with. */
export interface EmotionVoice {
  readonly messages: Messages;
  readonly numbers: NumberFormat;
  /** Undefined for scripts too short to be compared with. */
  readonly comparison: EmotionComparison | undefined;
}

/** The two largest emotions beside neutral with their shares: `anger 16%, disgust 15%`. */
export function describeTopShares(shares: EmotionShares, { messages, numbers }: EmotionVoice): string {
  const name = (emotion: Emotion) => `${messages.emotions[emotion]} ${numbers.percent(shares[emotion])}`;
  return topEmotions(shares).map(name).join(', ');
}

/** Whether one emotion beside neutral stands above the rest, in words. */
export function describeDominance(shares: EmotionShares, { messages }: EmotionVoice): string {
  const [first] = topEmotions(shares);
  return first && shares[first] >= DOMINANT ? messages.dominates(messages.emotions[first]) : messages.noneDominates;
}

/** What a scene or act of `tokens` has more of than its script; for a short script its largest shares. */
export function describeEmotions(shares: EmotionShares, tokens: number, voice: EmotionVoice): string {
  return describeLifts(voice.comparison?.ofTokens(shares, tokens), shares, voice);
}

/** As {@link describeEmotions}, for what a character says in `words`. */
export function describeSpokenEmotions(shares: EmotionShares, words: number, voice: EmotionVoice): string {
  return describeLifts(voice.comparison?.ofWords(shares, words), shares, voice);
}

/** The clearest lift alone, for a list with little room: `fear +44%`; undefined where none is clear. */
export function nameClearestLift(shares: EmotionShares, tokens: number, voice: EmotionVoice): string | undefined {
  const [first] = nameableLifts(voice.comparison?.ofTokens(shares, tokens) ?? []);
  return first && `${voice.messages.emotions[first.emotion]} ${voice.numbers.signedPercent(first.excess)}`;
}

function describeLifts(lifts: readonly EmotionLift[] | undefined, shares: EmotionShares, voice: EmotionVoice): string {
  const { messages, numbers } = voice;
  if (!lifts) return `${describeTopShares(shares, voice)}: ${describeDominance(shares, voice)}`;
  const named = nameableLifts(lifts).map(
    ({ emotion, excess }) => `${messages.emotions[emotion]} (${numbers.signedPercent(excess)})`,
  );
  return named.length > 0 ? messages.moreThanScript(named) : messages.likeScript;
}

function topEmotions(shares: EmotionShares): Emotion[] {
  return EMOTIONS.filter((emotion) => emotion !== 'neutral')
    .sort((left, right) => shares[right] - shares[left])
    .slice(0, 2);
}
