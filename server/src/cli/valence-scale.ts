import type { Estimate } from './report.js';

const STEPS = [0.2, 0.4, 0.6, 0.8, 1];

/**
 * Half-height of a valence axis, 0.2..1: the smallest step that holds every value and every end of an interval, the
 * same up and down so that neutral stays in the middle and no arc looks wilder than it is.
 */
export function valenceReach(estimates: Iterable<Estimate | undefined>): number {
  let furthest = 0;
  for (const estimate of estimates) {
    if (!estimate) continue;
    const { value, interval } = estimate;
    furthest = Math.max(furthest, Math.abs(value), Math.abs(interval?.low ?? 0), Math.abs(interval?.high ?? 0));
  }
  return STEPS.find((step) => step >= furthest) ?? 1;
}
