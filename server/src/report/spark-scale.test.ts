import { describe, expect, it } from 'vitest';
import { reachAround } from './spark-scale.js';

describe('reachAround', () => {
  it('holds every value on both sides of the center', () => {
    expect(reachAround(-0.02, [-0.11, 0.01])).toBe(0.1);
    expect(reachAround(1, [-1])).toBe(2);
  });

  it('does not magnify what hardly differs', () => {
    expect(reachAround(0.5, [0.5, 0.501])).toBe(0.02);
    expect(reachAround(0, [])).toBe(0.02);
  });
});
