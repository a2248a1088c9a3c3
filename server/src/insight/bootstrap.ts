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
 * Percentile-bootstrap intervals of the weighted means of several columns over the same rows (Efron 1979): the means are
 * recomputed over 200 samples of rows drawn with replacement, and the middle 90 % of them is the interval. Draws come
 * from a fixed seed, so that the same script always gets the same answer. Undefined for
 * fewer than five rows, whose resamples say little of what other rows would have been.
 */
export function bootstrapIntervals(
  columns: readonly ArrayLike<number>[],
  weights: ArrayLike<number>,
): (Interval | undefined)[] {
  if (weights.length < FEWEST_ROWS) return columns.map(() => undefined);
  const own = new Float64Array(weights);
  const products = columns.map((column) => own.map((weight, row) => column[row]! * weight));
  const means = columns.map(() => new Float64Array(REPLICATES));
  const rows = new Uint32Array(own.length);
  let seed = own.length;
  for (let replicate = 0; replicate < REPLICATES; replicate++) {
    seed = drawRows(rows, seed);
    const total = sumOver(rows, own);
    for (let c = 0; c < products.length; c++) means[c]![replicate] = sumOver(rows, products[c]!) / total;
  }
  return means.map((sample) => middle(sample.sort()));
}

/**
 * Fills `rows` with draws from their own indices, by Mulberry32, a small generator with a 32-bit state. Returns the state
 * for the next draws. The state stays a signed integer in a local variable: as an unsigned number, or shared with a
 * closure, each draw would allocate one.
 */
function drawRows(rows: Uint32Array, seed: number): number {
  let state = seed | 0;
  for (let draw = 0; draw < rows.length; draw++) {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    rows[draw] = (((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296) * rows.length;
  }
  return state;
}

function sumOver(rows: Uint32Array, values: Float64Array): number {
  let sum = 0;
  for (let draw = 0; draw < rows.length; draw++) sum += values[rows[draw]!]!;
  return sum;
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
