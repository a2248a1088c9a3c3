import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EMOTIONS, POLARITIES } from '../domain/emotions.js';
import { createAppraise, shareBelow } from './affect.js';
import type { Reading } from './reading.js';

const finite = fc.double({ min: -1, max: 1, noNaN: true });
const quantiles = fc.array(finite, { minLength: 2, maxLength: 50 }).map((values) => values.sort((a, b) => a - b));
const probabilities = (count: number) =>
  fc
    .array(fc.double({ min: 0.001, max: 1, noNaN: true }), { minLength: count, maxLength: count })
    .map((values) => Float32Array.from(values));
const normal = (values: Float32Array) => {
  const sum = values.reduce((total, value) => total + value, 0);
  return values.map((value) => value / sum);
};
const readings: fc.Arbitrary<Reading[]> = fc.array(
  fc
    .record({
      valence: finite,
      arousal: finite,
      tokens: fc.integer({ min: 2, max: 64 }),
      emotion: probabilities(EMOTIONS.length),
      polarity: probabilities(POLARITIES.length).map(normal),
    })
    .map((encoding) => ({
      segment: {
        scene: 0,
        kind: 'action' as const,
        text: '',
        span: { startLine: 1, startColumn: 1, endLine: 1, endColumn: 1 },
      },
      encoding: { ...encoding, embedding: Float32Array.of(1) },
    })),
  { minLength: 1, maxLength: 30 },
);
const calibration = {
  version: '1',
  encoder: { name: 'encoder', version: '1' },
  sceneValence: [-1, -0.5, 0, 0.5, 1],
  turningPoints: [],
};
const appraise = createAppraise(calibration, { emotions: EMOTIONS, polarities: POLARITIES });

describe('shareBelow', () => {
  it('stays within 0 and 1 and never falls when the value rises', () => {
    fc.assert(
      fc.property(quantiles, finite, finite, (reference, a, b) => {
        const low = shareBelow(Math.min(a, b), reference);
        const high = shareBelow(Math.max(a, b), reference);
        expect(low).toBeGreaterThanOrEqual(0);
        expect(low).toBeLessThanOrEqual(high);
        expect(high).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('is linear between quantiles', () => {
    expect([-2, -1, -0.75, 0, 0.25, 1, 2].map((value) => shareBelow(value, calibration.sceneValence))).toEqual([
      0, 0, 0.125, 0.5, 0.625, 1, 1,
    ]);
  });

  it('knows references that repeat', () => {
    expect(shareBelow(0, [-1, 0, 0, 0, 1])).toBe(0.75);
    expect(shareBelow(0.5, [0, 0])).toBe(1);
  });
});

describe('createAppraise', () => {
  it('gives distributions that sum to 1', () => {
    fc.assert(
      fc.property(readings, (given) => {
        const { emotions, polarity } = appraise(given);
        for (const distribution of [emotions, polarity]) {
          const shares = Object.values(distribution) as number[];
          expect(shares.every((share) => share >= 0 && share <= 1)).toBe(true);
          expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 5);
        }
      }),
    );
  });

  it('keeps every value within its interval, and knows no interval for fewer than five readings', () => {
    fc.assert(
      fc.property(readings, (given) => {
        const { sentiment, valence, arousal } = appraise(given);
        for (const { value, interval } of [sentiment, valence, arousal]) {
          expect(interval === undefined).toBe(given.length < 5);
          if (interval === undefined) continue;
          expect(interval.low).toBeLessThanOrEqual(value);
          expect(interval.high).toBeGreaterThanOrEqual(value);
        }
      }),
    );
  });

  it('weighs by tokens and names emotions in the order of the model', () => {
    const [example] = fc.sample(readings, { numRuns: 1, seed: 1 })[0]!;
    const reading = (valence: number, tokens: number, emotion: number): Reading => ({
      ...example!,
      encoding: {
        ...example!.encoding,
        valence,
        tokens,
        emotion: Float32Array.from(EMOTIONS, (_, i) => +(i === emotion)),
      },
    });
    const labels = { emotions: [...EMOTIONS].reverse(), polarities: POLARITIES };
    const affect = createAppraise(calibration, labels)([reading(1, 30, 0), reading(-1, 10, 8)]);
    expect(affect.valence.value).toBe(0.5);
    expect(affect.sentiment.value).toBe(0.75);
    expect(affect.emotions).toMatchObject({ neutral: 0.75, anger: 0.25, joy: 0 });
  });
});
