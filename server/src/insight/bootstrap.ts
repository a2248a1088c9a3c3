import type { Interval } from '../domain/sentiment.js';

/** A value with the weight it has in a mean. */
export interface Weighted {
  readonly value: number;
  readonly weight: number;
}

/** Probability that the intervals of this engine hold the true value. */
export const LEVEL = 0.9;

const REPLICATES = 200;

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
 * Percentile-bootstrap interval of a weighted mean (Efron 1979): the mean is recomputed over 200 samples drawn with
 * replacement, and the middle 90 % of them is the interval. Draws come from a fixed seed, so that the same script always
 * gets the same answer. Undefined for fewer than two values.
 */
export function bootstrapInterval(values: readonly Weighted[]): Interval | undefined {
  if (values.length < 2) return undefined;
  const random = seeded(values.length);
  const means = Float64Array.from({ length: REPLICATES }, () => resampledMean(values, random)).sort();
  const tail = (1 - LEVEL) / 2;
  return { low: quantile(means, tail), high: quantile(means, 1 - tail), level: LEVEL };
}

/** Mean of a sample drawn with replacement. Nothing is allocated: a script has thousands of values. */
function resampledMean(values: readonly Weighted[], random: () => number): number {
  let sum = 0;
  let total = 0;
  for (let draw = 0; draw < values.length; draw++) {
    const { value, weight } = values[Math.floor(random() * values.length)]!;
    sum += value * weight;
    total += weight;
  }
  return sum / total;
}

/** Quantile of ascending values, linear between neighbours. */
export function quantile(sorted: ArrayLike<number>, share: number): number {
  const position = share * (sorted.length - 1);
  const below = Math.floor(position);
  const above = Math.ceil(position);
  return sorted[below]! + (sorted[above]! - sorted[below]!) * (position - below);
}

/** Mulberry32: a small generator with a 32-bit seed; its draws are 0 ≤ x < 1. */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
