import { describe, expect, it } from 'vitest';
import { en } from './messages-en.js';
import { es } from './messages-es.js';
import { createNumberFormat } from './number-format.js';
import { describeReservation, describeStanding, toneOf } from './standing.js';

const between = (low: number, high: number, value = (low + high) / 2) => ({
  value,
  interval: { low, high, level: 0.9 },
});

describe('toneOf', () => {
  it('takes a side only where the whole interval is on it', () => {
    expect(toneOf(between(0.51, 0.9))).toBe('warm');
    expect(toneOf(between(0.1, 0.49))).toBe('cool');
    expect(toneOf(between(0.4, 0.95))).toBe('middle');
  });

  it('takes no side without an interval', () => {
    expect(toneOf({ value: 0.99 })).toBe('middle');
  });
});

describe('describeReservation', () => {
  it('tells a margin that holds the median from no margin at all', () => {
    expect(describeReservation(between(0.4, 0.9), en)).toContain('The margin holds the middle');
    expect(describeReservation({ value: 0.99 }, en)).toContain('too short for a margin');
    expect(describeReservation(between(0.6, 0.9), en)).toBeUndefined();
  });
});

describe('describeStanding', () => {
  const describeIn = (messages: typeof es, sentiment: Parameters<typeof describeStanding>[0]) =>
    describeStanding(sentiment, messages, createNumberFormat(messages.locale));

  it('says how many reference scenes are darker, and the margin', () => {
    expect(describeIn(es, between(0.61, 0.85))).toBe(
      'más luminosa que el 73% de las escenas de referencia (entre el 61% y el 85%)',
    );
    expect(describeIn(en, { value: 0.73 })).toBe('brighter than 73% of reference scenes');
  });

  it('does not say 0% or 100% of what it means none or all', () => {
    expect(describeIn(en, { value: 0.004 })).toBe('darker than every reference scene');
    expect(describeIn(es, { value: 0.996 })).toBe('más luminosa que todas las escenas de referencia');
  });
});
