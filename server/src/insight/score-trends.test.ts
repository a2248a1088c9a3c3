import { describe, expect, it } from 'vitest';
import type { ScoreSums } from '../domain/user-insights.js';
import { averages, studentQuantile, trends } from './score-trends.js';

/** Sums of values, one every `step` months, all in one period. */
function sumsOf(values: readonly number[], { step = 1, start = new Date(0) } = {}): ScoreSums {
  const total = (pick: (value: number, time: number) => number) =>
    values.reduce((sum, value, i) => sum + pick(value, i * step), 0);
  return {
    measure: 'sentiment',
    start,
    count: values.length,
    sum: total((value) => value),
    sumOfSquares: total((value) => value ** 2),
    times: total((_, time) => time),
    timesSquared: total((_, time) => time ** 2),
    products: total((value, time) => value * time),
  };
}

describe('score trends', () => {
  it('gives the mean with the interval of a textbook', () => {
    const [average] = averages([sumsOf([0.2, 0.4, 0.6]), { ...sumsOf([0.8]), start: new Date(1) }]);
    expect(average).toMatchObject({ measure: 'sentiment', count: 4 });
    expect(average!.mean.value).toBeCloseTo(0.5);
    // sd 0.2582, se 0.1291, t(3) 2.3534
    expect(average!.mean.interval!.low).toBeCloseTo(0.5 - 0.1291 * 2.3534, 2);
    expect(averages([sumsOf([0.7])])[0]!.mean).toEqual({ value: 0.7 });
    expect(averages([])).toEqual([]);
  });

  it('gives the slope of a line and no doubt where there is none', () => {
    const [trend] = trends([sumsOf([0.1, 0.2, 0.3, 0.4, 0.5])]);
    expect(trend!.changePerMonth!.value).toBeCloseTo(0.1);
    expect(trend!.changePerMonth!.interval!.high).toBeCloseTo(0.1, 5);
    expect(trends([sumsOf([0.1, 0.2, 0.3, 0.4])])[0]).not.toHaveProperty('changePerMonth');
    expect(trends([sumsOf([0.1, 0.2, 0.3, 0.4, 0.5], { step: 0 })])[0]).not.toHaveProperty('changePerMonth');
  });

  it('lists periods oldest first', () => {
    const later = sumsOf([1, 0], { start: new Date(7 * 86_400_000) });
    expect(trends([later, sumsOf([0.5])])[0]!.points).toEqual([
      { start: new Date(0), mean: 0.5, count: 1 },
      { start: later.start, mean: 0.5, count: 2 },
    ]);
  });

  it.each([
    [1, 6.3138],
    [2, 2.92],
    [3, 2.3534],
    [4, 2.1318],
    [9, 1.8331],
    [30, 1.6973],
  ])('knows Student’s quantile for %d degrees of freedom', (freedom, quantile) => {
    expect(Math.abs(studentQuantile(freedom) - quantile)).toBeLessThan(0.005 * quantile);
  });
});
