import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EngineError } from '../domain/errors.js';
import { parseFdx } from './fdx/reader.js';
import { parseText } from './layout/text.js';
import type { ParsedElements } from './parsed-elements.js';
import { parsePdf } from './pdf/reader.js';

const LINE_END = /\r\n|[\n\r]/;
const decoded = (text: string) => ({ text, encoding: 'utf-8', lines: text.split(LINE_END) });
const fixture = (name: string) => new Uint8Array(readFileSync(new URL(`./fixtures/${name}`, import.meta.url)));

const indent = fc.constantFrom(
  '',
  ' ',
  '      ',
  '          ',
  '                ',
  '                      ',
  '\t',
  '\f',
);
const phrase = fc.constantFrom(
  'INT. CASA - NOCHE',
  '12  EXT. PATIO - DÍA  12',
  'ACTO PRIMERO',
  'ESCENA II',
  'MARÍA',
  'JUAN (CONT.)',
  'ANA      LUIS',
  '(bajo)',
  '(bajo',
  'y sin voz)',
  '(MORE)',
  '12.',
  'CORTE A:',
  'Nadie en la sala.',
  'Ya voy',
  'ANA.— (Ríe.) Sí.',
  'LUIS: No.',
  '**ELENA**',
  'THE END.',
  '¿Quién anda ahí?',
  'half-',
  'Sí, claro      No, nunca',
  '—',
  ')',
  '',
);
const soup = fc
  .array(
    fc.tuple(indent, phrase).map((parts) => parts.join('')),
    { maxLength: 60 },
  )
  .map((lines) => lines.join('\n'));

/** Text of the source that a span covers. */
function covered(lines: readonly string[], { span }: ParsedElements['elements'][number]): string {
  const part = lines.slice(span.startLine - 1, span.endLine);
  const last = part.length - 1;
  part[last] = part[last]!.slice(0, span.endColumn - 1);
  part[0] = part[0]!.slice(span.startColumn - 1);
  return part.join(' ');
}

async function expectTrueSpans(text: string): Promise<void> {
  const { lines } = decoded(text);
  for (const element of (await parseText(decoded(text))).elements) {
    const source = covered(lines, element);
    expect(source).toBe(source.trim());
    expect(element.text).not.toBe('');
    for (const word of element.text.split(/[\s*_()-]+/u)) expect(source).toContain(word);
  }
}

async function expectOnlyEngineErrors(work: () => unknown): Promise<void> {
  try {
    await work();
  } catch (error) {
    expect(error).toBeInstanceOf(EngineError);
  }
}

/** The bytes with a few places overwritten, or cut short. */
const damaged = (bytes: Uint8Array): fc.Arbitrary<Uint8Array> =>
  fc
    .tuple(
      fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.integer({ min: 0, max: 255 })), { maxLength: 30 }),
      fc.option(fc.nat(bytes.length), { freq: 4 }),
    )
    .map(([writes, length]) => {
      const copy = bytes.slice();
      for (const [at, value] of writes) copy[at] = value;
      return length === null ? copy : copy.slice(0, length);
    });

describe('plain text', () => {
  it('reads any string, spans pointing at the words they claim', async () => {
    const anything = fc.string({ unit: 'binary', maxLength: 400 });
    await fc.assert(fc.asyncProperty(anything, async (text) => void (await parseText(decoded(text)))));
    await fc.assert(fc.asyncProperty(soup, expectTrueSpans), { numRuns: 400 });
  });

  it('takes time in proportion to the lines', async () => {
    const page = new TextDecoder().decode(fixture('peppercarrot-ep06.es.txt'));
    const measure = async (copies: number): Promise<number> => {
      const source = decoded(page.repeat(copies));
      const start = performance.now();
      await parseText(source);
      return performance.now() - start;
    };
    await measure(20);
    // Ten times the lines in well below the hundredfold time that a quadratic reader takes.
    expect(await measure(100)).toBeLessThan(40 * Math.max(1, await measure(10)));
  });

  it.each([
    ['spaces', `A${' '.repeat(200_000)}B*`],
    ['open parentheses', `ANA.— ${'('.repeat(200_000)}`],
    ['capitals', 'A '.repeat(100_000)],
    ['stops', `ANA\n${'.'.repeat(200_000)}`],
    ['dashes', 'A-'.repeat(100_000)],
    ['one-letter lines', 'A\n'.repeat(50_000)],
  ])('does not hang on a row of %s', async (_what, text) => {
    expect((await parseText(decoded(text))).elements.length).toBeGreaterThan(0);
  });
});

describe('Final Draft', () => {
  it('throws nothing but EngineError on damaged files', async () => {
    const bytes = fixture('peppercarrot-ep06.es.fdx');
    await fc.assert(
      fc.asyncProperty(damaged(bytes), (copy) =>
        expectOnlyEngineErrors(() => parseFdx(decoded(new TextDecoder().decode(copy)))),
      ),
      { numRuns: 200 },
    );
  });

  it('points at the text of every paragraph', () => {
    const source = decoded(new TextDecoder().decode(fixture('peppercarrot-ep06.es.fdx')));
    for (const element of parseFdx(source).elements) {
      const raw = covered(source.lines, element).replaceAll('&amp;', '&').replaceAll('&#39;', "'");
      expect(element.kind === 'parenthetical' ? raw.slice(1, -1) : raw).toBe(element.text.replaceAll('\n', ' '));
    }
  });
});

describe('PDF', () => {
  it('throws nothing but EngineError on damaged files', async () => {
    const bytes = fixture('peppercarrot-ep06.es.pdf');
    await fc.assert(
      fc.asyncProperty(damaged(bytes), (copy) => expectOnlyEngineErrors(() => parsePdf(copy))),
      // The same files every time: the test runner takes failures that PDF.js drops, and parsePdf absorbs, for its own.
      { numRuns: 40, seed: 20 },
    );
  }, 60_000);
});
