import { describe, expect, it } from 'vitest';
import { createMemoryResults } from './memory-results.js';

const MIB = 1024 * 1024;

describe('createMemoryResults', () => {
  it('gives back what it keeps', () => {
    const results = createMemoryResults<{ n: number }>(1);
    results.set('a', { n: 1 }, 100);
    expect(results.get('a')).toEqual({ n: 1 });
    expect(results.get('b')).toBeUndefined();
  });

  it('stays within its bound and forgets the result used longest ago', () => {
    const results = createMemoryResults<object>(1);
    for (const key of ['a', 'b', 'c', 'd']) results.set(key, {}, MIB / 4);
    results.get('a');
    results.set('e', {}, MIB / 4);
    expect(['a', 'b', 'c', 'd', 'e'].map((key) => results.get(key) !== undefined)).toEqual([
      true,
      false,
      true,
      true,
      true,
    ]);
  });

  it('keeps nothing larger than its bound, and nothing at all without memory', () => {
    const small = createMemoryResults<object>(1);
    small.set('large', {}, 2 * MIB);
    expect(small.get('large')).toBeUndefined();
    const none = createMemoryResults<object>(0);
    none.set('a', {}, 1);
    expect(none.get('a')).toBeUndefined();
  });
});
