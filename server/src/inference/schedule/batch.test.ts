import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { takeBatch } from './batch.js';

interface Row {
  readonly id: number;
  readonly ids: Int32Array;
}

const rowsOf = (lengths: readonly number[]): Row[] =>
  lengths.map((length, id) => ({ id, ids: new Int32Array(length) }));
const queues = fc.array(fc.integer({ min: 1, max: 64 }), { minLength: 1, maxLength: 60 }).map(rowsOf);
const limits = fc.record({
  tokenBudget: fc.integer({ min: 1, max: 512 }),
  lookAhead: fc.integer({ min: 1, max: 40 }),
});
const longest = (rows: readonly Row[]) => Math.max(...rows.map(({ ids }) => ids.length));

describe('takeBatch', () => {
  it('takes nothing from an empty queue', () => {
    expect(takeBatch([], { tokenBudget: 8, lookAhead: 8 })).toEqual([]);
  });

  it('takes the rows nearest in length to the oldest', () => {
    const queue = rowsOf([10, 60, 11, 3, 10]);
    expect(takeBatch(queue, { tokenBudget: 33, lookAhead: 5 }).map(({ id }) => id)).toEqual([0, 4, 2]);
    expect(queue.map(({ id }) => id)).toEqual([1, 3]);
  });

  it('takes from a queue of any length', () => {
    const queue = rowsOf(new Array(300_000).fill(1));
    expect(takeBatch(queue, { tokenBudget: 2, lookAhead: 8 })).toHaveLength(2);
    expect(queue).toHaveLength(299_998);
  });

  it('keeps padded tokens within the budget, a single row excepted', () => {
    fc.assert(
      fc.property(queues, limits, (queue, given) => {
        const batch = takeBatch(queue, given);
        expect(batch.length === 1 || batch.length * longest(batch) <= given.tokenBudget).toBe(true);
      }),
    );
  });

  it('always takes the oldest and nothing beyond the look-ahead', () => {
    fc.assert(
      fc.property(queues, limits, (queue, given) => {
        const ids = takeBatch(queue, given).map(({ id }) => id);
        expect(ids[0]).toBe(0);
        expect(Math.max(...ids)).toBeLessThan(given.lookAhead);
      }),
    );
  });

  it('loses and doubles nothing, and keeps the order of what stays', () => {
    fc.assert(
      fc.property(queues, limits, (queue, given) => {
        const before = queue.map(({ id }) => id);
        const taken = takeBatch(queue, given).map(({ id }) => id);
        const kept = queue.map(({ id }) => id);
        expect([...taken, ...kept].sort((a, b) => a - b)).toEqual(before);
        expect(kept).toEqual(before.filter((id) => !taken.includes(id)));
      }),
    );
  });
});
