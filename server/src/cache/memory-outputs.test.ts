import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMemoryOutputs } from './memory-outputs.js';

const MIB = 1024 * 1024;
const KIB = 1024;

describe('createMemoryOutputs', () => {
  it('gives back what it keeps, in the order that is asked for', async () => {
    const cache = createMemoryOutputs(1);
    cache.set([
      { key: 'a', value: Uint8Array.of(1) },
      { key: 'b', value: Uint8Array.of(2) },
    ]);
    expect(await cache.getMany(['b', 'c', 'a', 'b'])).toEqual([
      Uint8Array.of(2),
      undefined,
      Uint8Array.of(1),
      Uint8Array.of(2),
    ]);
  });

  it('never keeps more than its bound, and of every key the last value or none', async () => {
    const entry = fc.record({
      key: fc.integer({ min: 0, max: 40 }).map(String),
      kib: fc.integer({ min: 1, max: 300 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(entry, { minLength: 1, maxLength: 60 }), async (sets) => {
        const cache = createMemoryOutputs(1);
        const last = new Map<string, Uint8Array>();
        for (const { key, kib } of sets) {
          const value = new Uint8Array(kib * KIB);
          cache.set([{ key, value }]);
          last.set(key, value);
        }
        const found = await cache.getMany([...last.keys()]);
        const kept = found.filter((value) => value !== undefined);
        expect(kept.reduce((sum, value) => sum + value.byteLength, 0)).toBeLessThanOrEqual(MIB);
        found.forEach((value, i) => void (value && expect(value).toBe([...last.values()][i])));
        const { key } = sets.at(-1)!;
        const [newest] = await cache.getMany([key]);
        expect(newest).toBe(last.get(key));
      }),
      { numRuns: 50 },
    );
  });

  it('counts what many small values cost beside their bytes', async () => {
    const cache = createMemoryOutputs(1);
    const keys = Array.from({ length: 10_000 }, (_, i) => `${i}`.padStart(43, '0'));
    for (const key of keys) cache.set([{ key, value: new Uint8Array(1) }]);
    const kept = (await cache.getMany(keys)).filter((value) => value !== undefined).length;
    expect(kept).toBeGreaterThan(1000);
    expect(kept).toBeLessThan(5000);
  });

  it('forgets what was used longest ago', async () => {
    const cache = createMemoryOutputs(1);
    for (const key of ['a', 'b', 'c']) cache.set([{ key, value: new Uint8Array(300 * KIB) }]);
    await cache.getMany(['a']);
    cache.set([{ key: 'd', value: new Uint8Array(300 * KIB) }]);
    const found = await cache.getMany(['a', 'b', 'c', 'd']);
    expect(found.map((value) => value !== undefined)).toEqual([true, false, true, true]);
  });

  it('holds no larger buffer that a value was a piece of', async () => {
    const cache = createMemoryOutputs(1);
    const large = new Uint8Array(64 * KIB).fill(7);
    cache.set([{ key: 'a', value: large.subarray(10, 20) }]);
    const [found] = await cache.getMany(['a']);
    expect(found).toEqual(new Uint8Array(10).fill(7));
    expect(found!.buffer.byteLength).toBe(10);
  });
});
