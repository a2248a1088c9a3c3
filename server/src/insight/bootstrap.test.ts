import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bootstrapIntervals, LEVEL, quantile, type Weighted, weightedMean } from './bootstrap.js';

const values = fc.array(
  fc.record({ value: fc.double({ min: -1, max: 1, noNaN: true }), weight: fc.integer({ min: 2, max: 64 }) }),
  { minLength: 5, maxLength: 80 },
);

function bootstrapInterval(rows: readonly Weighted[]) {
  const column = Float64Array.from(rows, ({ value }) => value);
  return bootstrapIntervals(
    column,
    column,
    Float64Array.from(rows, ({ weight }) => weight),
  )[0];
}

describe('weightedMean', () => {
  it('weighs', () => {
    expect(
      weightedMean([
        { value: 1, weight: 3 },
        { value: 0, weight: 1 },
      ]),
    ).toBe(0.75);
  });
});

/** As the definition says it: Mulberry32 from the number of rows, 200 samples, the means of each, their middle 90 %. */
function defined(rows: readonly Weighted[]) {
  let state = rows.length;
  const random = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const means = Array.from({ length: 200 }, () =>
    weightedMean(rows.map(() => rows[Math.floor(random() * rows.length)]!)),
  );
  const sorted = means.sort((a, b) => a - b);
  const tail = (1 - LEVEL) / 2;
  return { low: quantile(sorted, tail), high: quantile(sorted, 1 - tail), level: LEVEL };
}

describe('bootstrapIntervals', () => {
  it('is as defined, to the last bit', () => {
    fc.assert(
      fc.property(values, (given) => {
        expect(bootstrapInterval(given)).toEqual(defined(given));
      }),
    );
  });

  it('gives each column the interval it has alone', () => {
    fc.assert(
      fc.property(values, (given) => {
        const weights = Float64Array.from(given, ({ weight }) => weight);
        const column = Float64Array.from(given, ({ value }) => value);
        const other = column.map((value) => 1 - value);
        const together = bootstrapIntervals(column, other, weights);
        expect(together).toEqual([column, other].map((alone) => bootstrapIntervals(alone, alone, weights)[0]));
      }),
    );
  });

  it('is the same for the same values', () => {
    fc.assert(
      fc.property(values, (given) => {
        expect(bootstrapInterval(given)).toEqual(bootstrapInterval([...given]));
      }),
    );
  });

  it('lies within the values and holds their mean', () => {
    fc.assert(
      fc.property(values, (given) => {
        const { low, high, level } = bootstrapInterval(given)!;
        const mean = weightedMean(given);
        const numbers = given.map(({ value }) => value);
        expect(level).toBe(LEVEL);
        expect(low).toBeGreaterThanOrEqual(Math.min(...numbers) - 1e-12);
        expect(high).toBeLessThanOrEqual(Math.max(...numbers) + 1e-12);
        expect(low).toBeLessThanOrEqual(mean);
        expect(high).toBeGreaterThanOrEqual(mean);
      }),
      { numRuns: 500 },
    );
  });

  it('is unknown for fewer than five values', () => {
    const rows = (count: number) => Array.from({ length: count }, (_, value) => ({ value, weight: 1 }));
    for (const count of [0, 1, 2, 4]) expect(bootstrapInterval(rows(count))).toBeUndefined();
    expect(bootstrapInterval(rows(5))).toBeDefined();
  });

  it('narrows with more values of the same spread', () => {
    const width = (count: number) => {
      const given = Array.from({ length: count }, (_, i) => ({ value: i % 2, weight: 1 }));
      const { low, high } = bootstrapInterval(given)!;
      return high - low;
    };
    expect(width(400)).toBeLessThan(width(20) / 2);
  });

  it('has the width that theory gives for many values', () => {
    const given = Array.from({ length: 1000 }, (_, i) => ({ value: (i % 100) / 99, weight: 1 }));
    const { low, high } = bootstrapInterval(given)!;
    const expected = (2 * 1.645 * Math.sqrt(1 / 12)) / Math.sqrt(1000);
    expect((high - low) / expected).toBeGreaterThan(0.8);
    expect((high - low) / expected).toBeLessThan(1.2);
  });
});

describe('quantile', () => {
  it('is linear between neighbours', () => {
    expect([0, 0.25, 0.5, 1].map((share) => quantile([0, 10, 20], share))).toEqual([0, 5, 10, 20]);
    expect(quantile([7], 0.5)).toBe(7);
  });
});
