import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packWindows, splitSentences } from './window.js';

const BEGIN = 0;
const END = 2;
const inner = (ids: Int32Array) => [...ids.subarray(1, -1)];

describe('splitSentences', () => {
  it('cuts Spanish at its sentences', () => {
    expect(splitSentences('¿Quién anda ahí? ¡Nadie! Cierra la puerta.')).toEqual([
      '¿Quién anda ahí? ',
      '¡Nadie! ',
      'Cierra la puerta.',
    ]);
  });

  it('loses no character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 2000 }), (text, times) => {
        const long = text.repeat(times);
        expect(splitSentences(long).join('')).toBe(long);
      }),
    );
  });

  it('cuts a long text where it would cut a short one', () => {
    const turn = ['¿Quién anda ahí? ', '¡Nadie! ', 'Cierra la puerta. '];
    const long = Array.from({ length: 500 }, () => turn).flat();
    expect(splitSentences(long.join(''))).toEqual(long);
  });

  it('cuts a text without sentences between characters', () => {
    const endless = splitSentences(`x${'😀'.repeat(20_000)}`);
    expect(endless.length).toBeGreaterThan(1);
    expect(endless.filter((part) => /\p{Surrogate}/u.test(part))).toEqual([]);
  });

  it('takes time in proportion to the text', () => {
    const milliseconds = (sentences: number) => {
      const text = 'Ana corre por la calle y llora. '.repeat(sentences);
      const started = performance.now();
      splitSentences(text);
      return performance.now() - started;
    };
    milliseconds(1000);
    expect(milliseconds(16_000)).toBeLessThan(1000);
  });
});

describe('packWindows', () => {
  const sentences = fc.array(
    fc.array(fc.integer({ min: 3, max: 1000 }), { maxLength: 40 }).map((ids) => Int32Array.from([BEGIN, ...ids, END])),
    { minLength: 1, maxLength: 20 },
  );
  const windows = fc.integer({ min: 3, max: 24 });

  it('loses, doubles and moves no token', () => {
    fc.assert(
      fc.property(sentences, windows, (encoded, window) => {
        expect(packWindows(encoded, window).flatMap(inner)).toEqual(encoded.flatMap(inner));
      }),
    );
  });

  it('makes inputs within the window that begin and end as the model expects', () => {
    fc.assert(
      fc.property(sentences, windows, (encoded, window) => {
        for (const ids of packWindows(encoded, window)) {
          expect(ids.length).toBeLessThanOrEqual(window);
          expect([ids[0], ids.at(-1)]).toEqual([BEGIN, END]);
        }
      }),
    );
  });

  it('keeps a sentence that fits in one piece', () => {
    const sentence = (...ids: number[]) => Int32Array.from([BEGIN, ...ids, END]);
    expect(packWindows([sentence(5, 6), sentence(7, 8), sentence(9)], 5)).toEqual([sentence(5, 6), sentence(7, 8, 9)]);
  });

  it('opens no window for a sentence without tokens', () => {
    const empty = Int32Array.from([BEGIN, END]);
    const full = Int32Array.from([BEGIN, 5, 6, END]);
    expect(packWindows([full, empty, full], 4)).toEqual([full, full]);
  });
});
