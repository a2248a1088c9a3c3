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
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(splitSentences(text).join('')).toBe(text);
      }),
    );
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
