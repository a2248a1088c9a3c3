import type { Interval } from '../domain/sentiment.js';

/** A value with the weight it has in a mean. */
export interface Weighted {
  readonly value: number;
  readonly weight: number;
}

/** Probability that the intervals of this engine hold the true value. */
export const LEVEL = 0.9;

const REPLICATES = 200;

const FEWEST_ROWS = 5;

/** Weighted mean. */
export function weightedMean(values: readonly Weighted[]): number {
  let sum = 0;
  let total = 0;
  for (const { value, weight } of values) {
    sum += value * weight;
    total += weight;
  }
  return sum / total;
}

/**
 * Percentile-bootstrap intervals of the weighted means of two columns over the same rows (Efron 1979): the means are
 * recomputed over 200 samples of rows drawn with replacement, and the middle 90 % of them is the interval. Draws come
 * from a fixed seed, so that the same script always gets the same answer. Undefined for
 * fewer than five rows, whose resamples say little of what other rows would have been.
 */
export function bootstrapIntervals(
  first: Float64Array,
  second: Float64Array,
  weights: Float64Array,
): [Interval | undefined, Interval | undefined] {
  if (weights.length < FEWEST_ROWS) return [undefined, undefined];
  const products = [first, second].map((column) => column.map((value, row) => value * weights[row]!));
  const [ofFirst, ofSecond] = resampleMeans(products[0]!, products[1]!, weights);
  return [middle(ofFirst.sort()), middle(ofSecond.sort())];
}

/**
 * Means over samples of the rows, from two columns times weights. Most of the time that insight takes goes here: each draw
 * is added up at once, and the state of the generator (Mulberry32, 32 bits) stays a signed integer in a local variable, as
 * an unsigned one, or one shared with a closure, is allocated anew by every draw.
 */
function resampleMeans(
  first: Float64Array,
  second: Float64Array,
  weights: Float64Array,
): [first: Float64Array, second: Float64Array] {
  const means: [Float64Array, Float64Array] = [new Float64Array(REPLICATES), new Float64Array(REPLICATES)];
  const rows = weights.length;
  let state = rows | 0;
  for (let replicate = 0; replicate < REPLICATES; replicate++) {
    let [sumOfFirst, sumOfSecond, total] = [0, 0, 0];
    for (let draw = 0; draw < rows; draw++) {
      state = (state + 0x6d2b79f5) | 0;
      let mixed = Math.imul(state ^ (state >>> 15), state | 1);
      mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
      const row = Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296) * rows);
      sumOfFirst += first[row]!;
      sumOfSecond += second[row]!;
      total += weights[row]!;
    }
    means[0][replicate] = sumOfFirst / total;
    means[1][replicate] = sumOfSecond / total;
  }
  return means;
}

function middle(sorted: Float64Array): Interval {
  const tail = (1 - LEVEL) / 2;
  return { low: quantile(sorted, tail), high: quantile(sorted, 1 - tail), level: LEVEL };
}

/** Quantile of ascending values, linear between neighbours. */
export function quantile(sorted: ArrayLike<number>, share: number): number {
  const position = share * (sorted.length - 1);
  const below = Math.floor(position);
  const above = Math.ceil(position);
  return sorted[below]! + (sorted[above]! - sorted[below]!) * (position - below);
}
