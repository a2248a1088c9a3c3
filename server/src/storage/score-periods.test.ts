import { describe, expect, it } from 'vitest';
import { toPeriods } from './score-periods.js';

const dayOf = (text: string) => Date.parse(`${text}T00:00:00Z`) / 86_400_000;
const day = (text: string, count: number, sum: number) =>
  ({ measure: 'sentiment', day: dayOf(text), count, sum, sumOfSquares: sum ** 2 }) as const;

describe('toPeriods', () => {
  it('puts days together by weeks that begin on Mondays', () => {
    const periods = toPeriods([day('2026-11-22', 1, 0.2), day('2026-11-23', 2, 0.8), day('2026-11-28', 1, 0.6)]);
    expect(periods.map(({ start, count }) => [start.toISOString().slice(0, 10), count])).toEqual([
      ['2026-11-16', 1],
      ['2026-11-23', 3],
    ]);
    expect(periods[1]!.sum).toBeCloseTo(1.4);
    // Times count from the latest day: two analyses five days before it, one on it.
    expect(periods[1]!.times).toBeCloseTo((2 * -5) / 30);
    expect(periods[1]!.products).toBeCloseTo((0.8 * -5) / 30);
  });

  it('puts more than a year together by months', () => {
    const periods = toPeriods([day('2025-01-15', 1, 1), day('2026-03-31', 1, 1), day('2026-03-01', 1, 1)]);
    expect(periods.map(({ start, count }) => [start.toISOString().slice(0, 10), count])).toEqual([
      ['2025-01-01', 1],
      ['2026-03-01', 2],
    ]);
  });

  it('makes nothing of nothing', () => expect(toPeriods([])).toEqual([]));
});
