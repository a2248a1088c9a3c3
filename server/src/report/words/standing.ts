import type { Estimate } from '../report.js';
import type { Messages } from './messages.js';
import type { NumberFormat } from './number-format.js';

/** Shares this close to none or all are said in words: a percentage would round them to 0 or 100. */
const EDGE = 0.005;

/** Which side of the median reference scene a sentiment is on; `middle` where its interval holds both. */
export type Tone = 'warm' | 'cool' | 'middle';

/** Tells the side of the median scene that a sentiment is surely on. Without an interval nothing is sure. */
export function toneOf({ interval }: Estimate): Tone {
  if (interval && interval.low > 0.5) return 'warm';
  return interval && interval.high < 0.5 ? 'cool' : 'middle';
}

/** A sentiment as words: `brighter than 73% of reference scenes (61% to 88%)`. */
export function describeStanding(sentiment: Estimate, messages: Messages, numbers: NumberFormat): string {
  const ends = numbers.shareEnds(sentiment);
  const range = ends ? ` (${messages.shareRange(ends.low, ends.high)})` : '';
  return describeShare(sentiment.value, messages, numbers) + range;
}

/** What a reader must know before taking a sentiment at its word; undefined where its side is sure. */
export function describeReservation(sentiment: Estimate, messages: Messages): string | undefined {
  if (!sentiment.interval) return messages.noMargin;
  return toneOf(sentiment) === 'middle' ? messages.nearMedian : undefined;
}

function describeShare(share: number, messages: Messages, numbers: NumberFormat): string {
  if (share < EDGE) return messages.darkerThanAll;
  return share > 1 - EDGE ? messages.brighterThanAll : messages.brighterThan(numbers.percent(share));
}
