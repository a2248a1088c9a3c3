import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packTexts } from '../../../test/made-up-models.js';
import { EngineError } from '../../domain/errors.js';
import { readRawTexts, readTypedTexts } from './bytes-tensor.js';

const texts = fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 20 });
const sizeOf = ({ length }: Buffer) => Buffer.from(Uint32Array.of(length).buffer);
const invalid = expect.objectContaining({ reason: 'TENSOR_INVALID' });

/** The error of what must not be read. */
function refusal(read: () => unknown): EngineError {
  try {
    read();
  } catch (error) {
    if (error instanceof EngineError) return error;
  }
  throw new Error('It was read.');
}

describe('a raw BYTES tensor', () => {
  it('gives back the texts that were packed', () => {
    fc.assert(
      fc.property(texts, (values) => {
        expect(readRawTexts(packTexts(values), values.length)).toEqual(values);
      }),
    );
  });

  it('is refused when it is cut anywhere', () => {
    fc.assert(
      fc.property(texts, fc.nat(), (values, where) => {
        const whole = packTexts(values);
        fc.pre(whole.length > 0);
        expect(refusal(() => readRawTexts(whole.subarray(0, where % whole.length), values.length))).toEqual(invalid);
      }),
    );
  });

  it('is refused when anything follows its last element', () => {
    fc.assert(
      fc.property(texts, fc.uint8Array({ minLength: 1, maxLength: 9 }), (values, more) => {
        const bytes = Buffer.concat([packTexts(values), more]);
        expect(refusal(() => readRawTexts(bytes, values.length))).toEqual(invalid);
      }),
    );
  });

  it('is read or refused, whatever its bytes are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), fc.nat({ max: 8 }), (bytes, rows) => {
        try {
          expect(readRawTexts(Buffer.from(bytes), rows)).toHaveLength(rows);
        } catch (error) {
          expect(error).toEqual(invalid);
        }
      }),
    );
  });

  it('is refused for a length that reaches past its end', () => {
    expect(refusal(() => readRawTexts(Buffer.from('ffffffff61', 'hex'), 1)).message).toContain('element 0 of 1');
  });
});

describe('an element', () => {
  const read = {
    raw: (element: Buffer) => readRawTexts(Buffer.concat([packTexts(['a']), sizeOf(element), element]), 2),
    typed: (element: Buffer) => readTypedTexts([Buffer.from('a'), element], 2),
  };

  it.each(['raw', 'typed'] as const)('that is no UTF-8 is refused by its place, never by its text (%s)', (form) => {
    const error = refusal(() => read[form](Buffer.from('LA CONDESA\xff', 'latin1')));
    expect(error).toEqual(invalid);
    expect(error.details.violations?.[0]?.field).toMatch(/1\]?$/);
    expect(JSON.stringify([error.message, error.details])).not.toContain('CONDESA');
  });

  it.each(['raw', 'typed'] as const)('has 20,000 characters and no more (%s)', (form) => {
    for (const character of ['ñ', '🎬']) {
      expect(read[form](Buffer.from(character.repeat(20_000)))[1]).toBe(character.repeat(20_000));
      expect(refusal(() => read[form](Buffer.from(character.repeat(20_001)))).message).toContain('20001 characters');
    }
  });
});

describe('a typed BYTES tensor', () => {
  it('has as many elements as its shape says', () => {
    const elements = [Buffer.from('uno'), Buffer.alloc(0)];
    expect(readTypedTexts(elements, 2)).toEqual(['uno', '']);
    expect(refusal(() => readTypedTexts(elements, 3))).toEqual(invalid);
    expect(refusal(() => readTypedTexts(elements, 1))).toEqual(invalid);
  });
});
