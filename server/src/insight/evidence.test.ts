import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EMOTIONS, type Emotion } from '../domain/emotions.js';
import { type EvidenceOptions, selectEvidence } from './evidence.js';
import type { Reading } from './reading.js';

const options: EvidenceOptions = { neutral: 0, limit: 3, language: 'en', emotions: EMOTIONS };
const read = (valence: number, tokens = 10, text = 'x', emotion: Emotion = 'joy', speaker?: string): Reading => ({
  segment: {
    scene: 4,
    kind: 'dialogue',
    text,
    span: { startLine: tokens, startColumn: 1, endLine: tokens, endColumn: 9 },
    ...(speaker !== undefined && { speaker }),
  },
  encoding: {
    tokens,
    valence,
    arousal: 0,
    polarity: Float32Array.of(1),
    emotion: Float32Array.from(EMOTIONS, (name) => (name === emotion ? 0.9 : 0.1)),
  },
});
/** False when a text holds half a character, which no encoding can write. */
const isWhole = (text: string) => Buffer.from(text).toString() === text;
const quote = (text: string) => selectEvidence([read(0.5, 10, text)], options)[0]!.quote;

describe('selectEvidence', () => {
  it('cites the lines on the scene’s own side of neutral, the heaviest first', () => {
    const readings = [
      read(-0.1, 10, 'little'),
      read(0.9, 5, 'bright'),
      read(-0.3, 30, 'heavy'),
      read(-0.9, 4, 'sharp'),
    ];
    const evidence = selectEvidence(readings, options);
    expect(evidence.map((line) => line.quote)).toEqual(['heavy', 'sharp', 'little']);
    expect(evidence.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1);
  });

  it('measures from neutral, not from zero', () => {
    const readings = [read(-0.1, 10, 'brighter than most'), read(-0.4, 5, 'darker')];
    expect(selectEvidence(readings, { ...options, neutral: -0.3 }).map((line) => line.quote)).toEqual([
      'brighter than most',
    ]);
  });

  it('says who, where and why, in the language asked for', () => {
    const [line] = selectEvidence([read(-0.5, 7, 'Vete.', 'anger', 'ANA')], { ...options, language: 'es' });
    expect(line).toMatchObject({
      scene: 4,
      span: { startLine: 7 },
      speaker: 'ANA',
      reason: 'Baja el tono de la escena; lo más presente: ira.',
      weight: 1,
    });
    expect(selectEvidence([read(0.5)], options)[0]).not.toHaveProperty('speaker');
  });

  it('cites nothing where nothing pulls', () => {
    expect(selectEvidence([], options)).toEqual([]);
    expect(selectEvidence([read(0), read(0)], options)).toEqual([]);
  });

  it('never exceeds its limit; weights fall and are shares', () => {
    const readings = fc.array(
      fc
        .tuple(
          fc.integer({ min: -100, max: 100 }).map((percent) => percent / 100),
          fc.integer({ min: 2, max: 64 }),
        )
        .map((args) => read(...args)),
      { maxLength: 20 },
    );
    fc.assert(
      fc.property(readings, fc.integer({ min: 1, max: 20 }), (given, limit) => {
        const weights = selectEvidence(given, { ...options, limit }).map(({ weight }) => weight);
        expect(weights.length).toBeLessThanOrEqual(limit);
        expect(weights).toEqual([...weights].sort((a, b) => b - a));
        expect(weights.every((weight) => weight > 0)).toBe(true);
        expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeLessThanOrEqual(1 + 1e-9);
      }),
    );
  });
});

describe('a quote', () => {
  it('is the text itself up to 280 characters', () => {
    expect(quote('a'.repeat(280))).toBe('a'.repeat(280));
  });

  it('is cut between words', () => {
    const text = 'palabra '.repeat(60);
    expect(quote(text)).toMatch(/^(palabra )+palabra…$/);
    expect(quote(text).length).toBeGreaterThan(250);
  });

  it('never ends in half a character and is never longer than it may be', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 200, maxLength: 400 }), (text) => {
        expect(isWhole(quote(text))).toBe(true);
        expect(quote(text).length).toBeLessThanOrEqual(280);
      }),
    );
    expect(isWhole(quote(`${'a'.repeat(139)}${'😱'.repeat(100)}`))).toBe(true);
    expect(isWhole(quote(`${'b'.repeat(278)}${'😱'.repeat(10)}`))).toBe(true);
  });

  it('keeps as much as fits of a text without spaces', () => {
    expect(quote(`A ${'漢'.repeat(400)}`).length).toBeGreaterThan(250);
  });
});
