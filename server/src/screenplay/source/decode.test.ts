import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EngineError } from '../../domain/errors.js';
import { decodeText } from './decode.js';

const SPANISH = 'INT. SALÓN - DÍA\n\nNIÑO 1º\n¿Qué pasó?\n';

const refusal = (bytes: Uint8Array): EngineError => {
  try {
    decodeText(bytes);
  } catch (error) {
    if (error instanceof EngineError) return error;
  }
  throw new Error('was not refused');
};

const utf16be = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();

describe('decodeText', () => {
  it.each([
    ['utf-8', Buffer.from(SPANISH)],
    ['utf-8', Buffer.from(`\uFEFF${SPANISH}`)],
    ['utf-16le', Buffer.from(`\uFEFF${SPANISH}`, 'utf16le')],
    ['utf-16le', Buffer.from(SPANISH, 'utf16le')],
    ['utf-16be', utf16be(`\uFEFF${SPANISH}`)],
    ['utf-16be', utf16be(SPANISH)],
    ['windows-1252', Buffer.from(SPANISH, 'latin1')],
  ])('reads %s', (encoding, bytes) => {
    expect(decodeText(bytes)).toMatchObject({ encoding, text: SPANISH });
  });

  it('ends lines at CRLF, CR and LF alike, and pages at form feeds', () => {
    expect(decodeText(Buffer.from('a\r\nb\rc\n\fd')).lines).toEqual(['a', 'b', 'c', '\fd']);
  });

  it('names the line of the first bad byte of damaged UTF-8', () => {
    const bytes = Buffer.concat([
      Buffer.from('ñandú\nmañana\ncañón '),
      Buffer.from([0xc3, 0x28]),
      Buffer.from('\nfin'),
    ]);
    const error = refusal(bytes);
    expect(error.reason).toBe('SCRIPT_ENCODING');
    expect(error.details.violations).toMatchObject([{ field: 'script.data', line: 3 }]);
  });

  it('holds a file to its byte order mark', () => {
    expect(refusal(Buffer.from([0xef, 0xbb, 0xbf, 0x61, 0x0a, 0xff])).details.violations?.[0]?.line).toBe(2);
    expect(refusal(Buffer.from([0xff, 0xfe, 0x61, 0x00, 0x62])).reason).toBe('SCRIPT_ENCODING');
    expect(refusal(Buffer.from([0xff, 0xfe, 0x0a, 0x00, 0x00, 0xd8, 0x61, 0x00])).details.violations?.[0]?.line).toBe(
      2,
    );
  });

  it('refuses NUL and control bytes as binary, by line', () => {
    expect(refusal(Buffer.from('abc\ndef\0ghi')).details.violations?.[0]?.line).toBe(2);
    expect(refusal(Buffer.from([1, 2, 3, 4, 5, 6])).reason).toBe('SCRIPT_BINARY');
  });

  it('lets a stray control character of an old export through', () => {
    expect(decodeText(Buffer.from(`${'INT. CASA - DÍA\n'.repeat(50)}\x02`)).lines).toHaveLength(51);
  });

  it.each(['', '  \n\t\r\n', '\uFEFF'])('refuses %j as empty', (text) => {
    expect(refusal(Buffer.from(text)).reason).toBe('SCRIPT_EMPTY');
  });

  it('throws nothing but EngineError, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        try {
          const { text, lines } = decodeText(bytes);
          expect(lines.join('').length).toBeLessThanOrEqual(text.length);
        } catch (error) {
          expect(error).toBeInstanceOf(EngineError);
        }
      }),
    );
  });
});

describe('Windows-1252', () => {
  it('has dashes, quotes and the euro where ISO 8859-1 has control characters', () => {
    const bytes = Buffer.from('INT. BAR \x96 D\xcdA\n\nANA\n\x93No\x85\x94 \x97 \x80 3\n', 'latin1');
    const { text, encoding } = decodeText(bytes);
    expect(encoding).toBe('windows-1252');
    expect(text).toBe('INT. BAR – DÍA\n\nANA\n“No…” — € 3\n');
  });
});

describe('characters without width', () => {
  it('are spaces around the words of a line, columns kept, and stay inside them', () => {
    const { lines } = decodeText(Buffer.from('\u200b\u200eINT. CASA\n  \u200bANA\u200b \u200b\r\nlu\u200bz\n\u200b\n'));
    expect(lines).toEqual(['  INT. CASA', '   ANA \u0020 ', 'lu\u200bz', ' ', '']);
  });
});
