import { describe, expect, it } from 'vitest';
import { fitLine } from './fit-line.js';

describe('line of least squares', () => {
  it('finds the line that points lie on', () => {
    const line = fitLine([1, 2, 5].map((x) => ({ x, y: 3 + 2 * x })));
    expect(line.slope).toBeCloseTo(2, 12);
    expect(line.intercept).toBeCloseTo(3, 12);
    expect(line.r2).toBeCloseTo(1, 12);
  });

  it('says how much of the points it leaves unexplained', () => {
    // y = x with one of four points off by 1: slope 0.9, and r² = 4.5² / (5 × 4.75), by hand.
    const line = fitLine([
      { x: 0, y: 0 },
      { x: 1, y: 2 },
      { x: 2, y: 2 },
      { x: 3, y: 3 },
    ]);
    expect(line.slope).toBeCloseTo(0.9, 12);
    expect(line.r2).toBeCloseTo(4.5 ** 2 / (5 * 4.75), 12);
  });
});
