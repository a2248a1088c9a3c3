import { describe, expect, it } from 'vitest';
import { createNumberFormat } from './number-format.js';

describe('createNumberFormat', () => {
  const numbers = createNumberFormat('es-MX');

  it('signs scores with a real minus and leaves zero bare', () => {
    expect([0.0314, -0.2, 0, -0.0001].map(numbers.signed)).toEqual(['+0.031', '−0.200', '0.000', '0.000']);
    expect([0.2, -0.05].map(numbers.tick)).toEqual(['+0.2', '−0.05']);
  });

  it('gives both ends of an interval, or none', () => {
    expect(numbers.ends({ value: 0, interval: { low: -0.1, high: 0.2, level: 0.9 } })).toEqual({
      low: '−0.100',
      high: '+0.200',
    });
    expect(numbers.ends({ value: 0 })).toBeUndefined();
  });

  it('separates thousands and writes shares as percent', () => {
    expect(numbers.count(23_456)).toBe('23,456');
    expect(numbers.percent(0.456)).toBe('46%');
    expect([0.44, -0.1].map(numbers.signedPercent)).toEqual(['+44%', '−10%']);
    expect(numbers.shareEnds({ value: 0.5, interval: { low: 0.25, high: 1, level: 0.9 } })).toEqual({
      low: '25%',
      high: '100%',
    });
  });
});
