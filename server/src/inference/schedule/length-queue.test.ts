import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BatchShape } from './cost-model.js';
import type { Entry } from './entry.js';
import { LengthQueue, lengthClass } from './length-queue.js';

const entry = (length: number, tag: number, given: Partial<Entry> = {}): Entry => ({
  key: `${length} ${tag}`,
  ids: new Int32Array(length),
  costMs: length,
  tag,
  eligible: Number.NEGATIVE_INFINITY,
  priority: 'interactive',
  express: false,
  place: undefined,
  failures: 0,
  waiters: [],
  ...given,
});

/** A run costs as much as `run` tokens. */
const costs =
  (run: number) =>
  ({ rows, longest }: BatchShape): number =>
    run + rows * longest;

const lengthsOf = (batch: readonly Entry[]) => batch.map(({ ids }) => ids.length);

describe('lengthClass', () => {
  it('is at most a sixteenth above the length and keeps the order', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4096 }), (length) => {
        const upper = lengthClass(length);
        expect(upper).toBeGreaterThanOrEqual(length);
        expect(upper).toBeLessThanOrEqual(length * (1 + 1 / 16));
        expect(lengthClass(length + 1)).toBeGreaterThanOrEqual(upper);
      }),
    );
  });
});

describe('LengthQueue', () => {
  const filled = (...entries: Entry[]) => {
    const queue = new LengthQueue();
    for (const one of entries) queue.push(one);
    return queue;
  };

  it('leads with the least tag and gives every entry out once', () => {
    const tags = fc.array(fc.tuple(fc.integer({ min: 1, max: 100 }), fc.nat(1000)), { minLength: 1 });
    fc.assert(
      fc.property(tags, fc.nat(40), (given, run) => {
        const queue = filled(...given.map(([length, tag]) => entry(length, tag)));
        let left = given.length;
        for (let leader = queue.leader(); leader !== undefined; leader = queue.leader()) {
          const batch = queue.take(leader, { tokenBudget: 128, predict: costs(run) });
          expect(batch[0]).toBe(leader);
          expect(batch.length === 1 || batch.length * Math.max(...lengthsOf(batch)) <= 128).toBe(true);
          left -= batch.length;
        }
        expect(left).toBe(0);
      }),
    );
  });

  it('pads as long as padding costs less than another run', () => {
    const lengths = [20, 20, 24, 30];
    const take = (run: number) => {
      const queue = filled(...lengths.map((length, i) => entry(length, i)));
      return lengthsOf(queue.take(queue.leader()!, { tokenBudget: 1000, predict: costs(run) }));
    };
    expect(take(0)).toEqual([20, 20]);
    expect(take(10)).toEqual([20, 20, 24]);
    expect(take(1000)).toEqual([20, 20, 24, 30]);
  });

  it('follows a new tag and forgets what left', () => {
    const [first, second, third] = [entry(8, 1), entry(8, 2), entry(8, 3)];
    const queue = filled(first, second, third);
    first.place = undefined;
    third.tag = 0;
    queue.push(third);
    const batch = queue.take(queue.leader()!, { tokenBudget: 100, predict: costs(1) });
    expect(batch).toEqual([third, second]);
    expect(queue.leader()).toBeUndefined();
  });

  it('shows small jobs apart for the express lane', () => {
    const small = entry(8, 5, { express: true });
    const queue = filled(entry(8, 1), small);
    expect(queue.leader(true)).toBe(small);
    expect(queue.leader()?.tag).toBe(1);
  });

  it('computes what has failed alone', () => {
    const failed = entry(8, 1, { failures: 1 });
    const queue = filled(failed, entry(8, 2), entry(8, 3, { failures: 1 }));
    expect(queue.take(queue.leader()!, { tokenBudget: 100, predict: costs(50) })).toEqual([failed]);
  });
});
