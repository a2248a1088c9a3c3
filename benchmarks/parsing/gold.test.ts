import { describe, expect, it } from 'vitest';
import { countRight } from './gold.js';

describe('countRight', () => {
  it('counts what stands in both in the same order', () => {
    expect(countRight(['a', 'b', 'c'], ['a', 'b', 'c'])).toBe(3);
    expect(countRight(['a', 'b', 'c'], ['a', 'x', 'b', 'c'])).toBe(3);
    expect(countRight(['a', 'b', 'c'], ['c', 'b', 'a'])).toBe(1);
    expect(countRight(['a', 'a', 'b'], ['a', 'b', 'b'])).toBe(2);
    expect(countRight(['a'], [])).toBe(0);
  });
});
