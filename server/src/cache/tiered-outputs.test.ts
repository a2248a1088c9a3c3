import { beforeEach, describe, expect, it } from 'vitest';
import type { OutputCache } from '../inference/output-cache.js';
import { createMemoryOutputs } from './memory-outputs.js';
import { tierOutputs } from './tiered-outputs.js';

const [one, two, three] = [Uint8Array.of(1), Uint8Array.of(2), Uint8Array.of(3)];

describe('tierOutputs', () => {
  let front: OutputCache;
  let back: OutputCache;
  let asked: (readonly string[])[];
  let cache: OutputCache;
  beforeEach(() => {
    front = createMemoryOutputs(1);
    const memory = createMemoryOutputs(1);
    asked = [];
    back = {
      set: memory.set,
      forget: memory.forget,
      async getMany(keys) {
        asked.push(keys);
        return memory.getMany(keys);
      },
    };
    cache = tierOutputs([front, back]);
  });

  it('finds each key in the first cache that has it', async () => {
    front.set([{ key: 'a', value: one }]);
    back.set([
      { key: 'a', value: three },
      { key: 'c', value: two },
    ]);
    expect(await cache.getMany(['a', 'b', 'c'])).toEqual([one, undefined, two]);
    expect(asked).toEqual([['b', 'c']]);
  });

  it('fills the cache before with what the one behind it had', async () => {
    back.set([{ key: 'c', value: two }]);
    await cache.getMany(['b', 'c']);
    expect(await front.getMany(['b', 'c'])).toEqual([undefined, two]);
    expect(await cache.getMany(['c'])).toEqual([two]);
    expect(asked).toEqual([['b', 'c']]);
  });

  it('keeps in all of them', async () => {
    cache.set([{ key: 'a', value: one }]);
    expect(await front.getMany(['a'])).toEqual([one]);
    expect(await back.getMany(['a'])).toEqual([one]);
  });

  it('asks nobody for nothing, and misses everything without a cache', async () => {
    expect(await cache.getMany([])).toEqual([]);
    expect(asked).toEqual([]);
    const none = tierOutputs([]);
    none.set([{ key: 'a', value: one }]);
    expect(await none.getMany(['a', 'b'])).toEqual([undefined, undefined]);
  });
});
