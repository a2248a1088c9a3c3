import { describe, expect, it } from 'vitest';
import { createMemoryResults } from './memory-results.js';

const MIB = 1024 * 1024;
const key = (rest: string, sourceSha256 = 'source') => ({ sourceSha256, rest });

describe('createMemoryResults', () => {
  it('gives back what it keeps', () => {
    const results = createMemoryResults<{ n: number }>(1);
    results.set(key('a'), { n: 1 }, 100);
    expect(results.get(key('a'))).toEqual({ n: 1 });
    expect(results.get(key('b'))).toBeUndefined();
  });

  it('stays within its bound and forgets the result used longest ago', () => {
    const results = createMemoryResults<object>(1);
    for (const rest of ['a', 'b', 'c', 'd']) results.set(key(rest), {}, MIB / 4);
    results.get(key('a'));
    results.set(key('e'), {}, MIB / 4);
    expect(['a', 'b', 'c', 'd', 'e'].map((rest) => results.get(key(rest)) !== undefined)).toEqual([
      true,
      false,
      true,
      true,
      true,
    ]);
  });

  it('forgets every result of one text, and no other', () => {
    const results = createMemoryResults<object>(1);
    for (const rest of ['a', 'b']) results.set(key(rest), {}, 1);
    results.set(key('a', 'other'), {}, 1);
    results.forget('source');
    expect([key('a'), key('b'), key('a', 'other')].map((one) => results.get(one) !== undefined)).toEqual([
      false,
      false,
      true,
    ]);
  });

  it('keeps nothing larger than its bound, and nothing at all without memory', () => {
    const small = createMemoryResults<object>(1);
    small.set(key('large'), {}, 2 * MIB);
    expect(small.get(key('large'))).toBeUndefined();
    const none = createMemoryResults<object>(0);
    none.set(key('a'), {}, 1);
    expect(none.get(key('a'))).toBeUndefined();
  });
});
