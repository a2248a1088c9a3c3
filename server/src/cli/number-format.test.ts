import { describe, expect, it } from 'vitest';
import { createNumberFormat } from './number-format.js';

describe('createNumberFormat', () => {
  const numbers = createNumberFormat('es-MX');

  it('signs scores with a real minus and leaves zero bare', () => {
    expect([0.314, -0.2, 0, -0.001].map(numbers.signed)).toEqual(['+0.31', '−0.20', '0.00', '0.00']);
  });

  it('gives both ends of an interval, or none', () => {
    expect(numbers.ends({ value: 0, interval: { low: -0.1, high: 0.2, level: 0.9 } })).toEqual({
      low: '−0.10',
      high: '+0.20',
    });
    expect(numbers.ends({ value: 0 })).toBeUndefined();
  });

  it('separates thousands and writes shares as percent', () => {
    expect(numbers.count(23_456)).toBe('23,456');
    expect(numbers.percent(0.456)).toBe('46%');
  });
});
