const STEPS = [0.02, 0.03, 0.05, 0.08, 0.1, 0.15, 0.2, 0.3, 0.4, 0.6, 0.8, 1, 2];

/**
 * Half-height of an axis around `center`, 0.02..2: the smallest step that holds every value, the same up and down so
 * that the center stays in the middle.
 */
export function reachAround(center: number, values: Iterable<number>): number {
  let furthest = 0;
  for (const value of values) furthest = Math.max(furthest, Math.abs(value - center));
  return STEPS.find((step) => step >= furthest) ?? 2;
}
