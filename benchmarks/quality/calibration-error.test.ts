import { describe, expect, it } from 'vitest';
import { calibrationError, reliability } from './calibration-error.js';

const said = (probability: number, rights: number, of: number) =>
  Array.from({ length: of }, (_, i) => ({ probability, right: i < rights }));

describe('calibrationError', () => {
  it('is 0 where probabilities are as often right as they say', () => {
    expect(calibrationError([...said(0.8, 8, 10), ...said(0.5, 5, 10)])).toBeCloseTo(0, 12);
  });

  it('is the mean distance, weighted by texts', () => {
    expect(calibrationError([...said(0.9, 5, 10), ...said(0.5, 15, 30)])).toBeCloseTo(0.1, 12);
  });

  it('takes a probability of 1 into the last bin', () => {
    expect(reliability(said(1, 1, 2))).toEqual([{ texts: 2, said: 1, seen: 0.5 }]);
  });
});
