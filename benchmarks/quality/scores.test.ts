import { describe, expect, it } from 'vitest';
import { f1, pearson } from './scores.js';

const sets = (...rows: string[]) => rows.map((row) => new Set(row));

describe('f1', () => {
  it('is what scikit-learn gives, macro and weighted', () => {
    // f1_score(list('aaabbc'), list('aabbba'), average='macro' | 'weighted'): a .667, b .8, c 0
    const scores = f1(sets('a', 'a', 'a', 'b', 'b', 'c'), sets('a', 'a', 'b', 'b', 'b', 'a'), ['a', 'b', 'c']);
    expect(scores.macro).toBeCloseTo((2 / 3 + 0.8) / 3, 12);
    expect(scores.weighted).toBeCloseTo((3 * (2 / 3) + 2 * 0.8) / 6, 12);
  });

  it('reads rows with several labels or none', () => {
    const scores = f1(sets('ab', '', 'a'), sets('a', 'b', 'a'), ['a', 'b']);
    expect(scores.macro).toBe(0.5);
  });
});

describe('pearson', () => {
  it('is 1 for a rising line, -1 for a falling one, and knows noise', () => {
    expect(pearson([1, 2, 3], [10, 20, 30])).toBeCloseTo(1, 12);
    expect(pearson([1, 2, 3], [3, 2, 1])).toBeCloseTo(-1, 12);
    expect(pearson([1, 2, 3, 4], [1, 3, 2, 4])).toBeCloseTo(0.8, 12);
  });
});
