import { describe, expect, it } from 'vitest';
import { scorePositions } from './turning-points.js';

const film = (scenes: number, ...points: number[][]) => ({ scenes, points });

describe('scorePositions', () => {
  it('finds scenes inside the window of three and measures the way to those outside', () => {
    // Windows of 100 scenes: 9-11, 24-26, 49-51, 74-76, 94-96.
    const scores = scorePositions([film(100, [11], [20], [50, 60], [76, 77], [0])], [0.1, 0.25, 0.5, 0.75, 0.95]);
    expect(scores.totalAgreement.value).toBeCloseTo((100 * 3) / 7, 10);
    expect(scores.partialAgreement.value).toBeCloseTo(60, 10);
    expect(scores.distance.value).toBeCloseTo((0 + 4 + 0 + 0 + 94) / 5, 10);
  });

  it('moves the window inward at the ends', () => {
    const scores = scorePositions([film(10, [2], [0], [5], [9], [7])], [0, 0, 0.5, 0.99, 0.99]);
    expect(scores.partialAgreement.value).toBe(100);
  });

  it('gives no width to an interval over films that are alike', () => {
    const alike = film(100, [11], [20], [50], [76], [0]);
    const { low, value, high } = scorePositions([alike, alike, alike], [0.1, 0.25, 0.5, 0.75, 0.95]).distance;
    expect([low, high]).toEqual([value, value]);
  });
});
