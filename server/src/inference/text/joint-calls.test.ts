import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JointCalls } from './joint-calls.js';

const later = () => new Promise<void>((resolve) => setImmediate(resolve));

/** A function over lists that says what it was given, and fails over a list that holds a negative number. */
function recorder() {
  const given: number[][] = [];
  let running = 0;
  const compute = async (inputs: readonly number[]) => {
    given.push([...inputs]);
    running += 1;
    expect(running).toBe(1);
    await later();
    running -= 1;
    if (inputs.some((input) => input < 0)) throw new Error('negative');
    return inputs.map((input) => 10 * input);
  };
  return { given, compute };
}

describe('JointCalls', () => {
  it('joins what is asked in one turn, and what is asked meanwhile', async () => {
    const { given, compute } = recorder();
    const calls = new JointCalls(compute, 100);
    const first = [calls.call([1]), calls.call([2, 3])];
    await later();
    const second = [calls.call([4]), calls.call([5])];
    expect(await Promise.all([...first, ...second])).toEqual([[10], [20, 30], [40], [50]]);
    expect(given).toEqual([
      [1, 2, 3],
      [4, 5],
    ]);
  });

  it('joins no more than it may, and takes a longer list whole', async () => {
    const { given, compute } = recorder();
    const calls = new JointCalls(compute, 3);
    await Promise.all([calls.call([1, 2]), calls.call([3, 4]), calls.call([5, 6, 7, 8]), calls.call([9])]);
    expect(given).toEqual([[1, 2], [3, 4], [5, 6, 7, 8], [9]]);
  });

  it('lets nobody fail for the inputs of another', async () => {
    const { compute } = recorder();
    const calls = new JointCalls(compute, 100);
    const outcomes = await Promise.allSettled([calls.call([1]), calls.call([-2]), calls.call([3])]);
    expect(outcomes).toMatchObject([{ value: [10] }, { reason: { message: 'negative' } }, { value: [30] }]);
  });

  it('answers every caller its own, whenever they come', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.array(fc.integer({ min: -1, max: 50 }), { maxLength: 5 }), fc.boolean()), {
          maxLength: 20,
        }),
        fc.integer({ min: 1, max: 8 }),
        async (callers, most) => {
          const calls = new JointCalls(recorder().compute, most);
          const outcomes: Promise<PromiseSettledResult<number[]>[]>[] = [];
          for (const [inputs, wait] of callers) {
            outcomes.push(Promise.allSettled([calls.call(inputs)]));
            if (wait) await later();
          }
          for (const [i, [outcome]] of (await Promise.all(outcomes)).entries()) {
            const inputs = callers[i]![0];
            if (inputs.includes(-1)) expect(outcome!.status).toBe('rejected');
            else expect(outcome).toMatchObject({ value: inputs.map((input) => 10 * input) });
          }
        },
      ),
      { numRuns: 50 },
    );
  });
});
