import { describe, expect, it } from 'vitest';
import { valenceReach } from './valence-scale.js';

describe('valenceReach', () => {
  it('holds every value and every end of an interval', () => {
    expect(valenceReach([{ value: 0.1, interval: { low: -0.55, high: 0.2, level: 0.9 } }, undefined])).toBe(0.6);
    expect(valenceReach([{ value: -1 }])).toBe(1);
  });

  it('keeps a flat script flat', () => {
    expect(valenceReach([{ value: 0.01 }])).toBe(0.2);
    expect(valenceReach([])).toBe(0.2);
  });
});
