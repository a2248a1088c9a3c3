import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EngineError } from '../../domain/errors.js';
import type { ScriptElement } from '../../domain/script.js';
import { assembleScript } from '../assemble.js';
import { parseSceneHeading } from '../grammar/scene-heading.js';
import { type DecodedText, decodeText } from '../source/decode.js';
import { parseFountain } from './reader.js';

const LINES = [
  'INT. CASA - DÍA',
  '2EXT. PLAYA. NOCHE2',
  'SALÓN. INT - TARDE',
  '.AZOTEA #3#',
  'MARÍA (V.O.)',
  '@McAdams ^',
  '(bajo)',
  '(sin cerrar',
  'Hola, *mundo*.',
  '**BOLD',
  '~ la la',
  '> CUT TO:',
  '> FIN <',
  '===',
  '# ACTO',
  '= sinopsis',
  '[[nota',
  ']] sigue',
  '/* borrado',
  '*/ fin',
  'Title: T',
  '\tindented',
  '\fTop of page.',
  '  ',
  '',
  '',
];

const line = fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...LINES) }, { weight: 1, arbitrary: fc.string() });
const soup = fc
  .tuple(fc.array(line, { maxLength: 60 }), fc.constantFrom('\n', '\r\n', '\r'))
  .map(([lines, end]) => lines.join(end));

function decode(text: string): DecodedText | undefined {
  try {
    return decodeText(Buffer.from(text));
  } catch (error) {
    expect(error).toBeInstanceOf(EngineError);
    return undefined;
  }
}

/** Source text under a span; fails when the span lies outside. */
function textUnder({ span }: ScriptElement, lines: readonly string[]): string {
  expect(span.startLine).toBeGreaterThanOrEqual(1);
  expect(span.endLine).toBeLessThanOrEqual(lines.length);
  expect(span.startColumn).toBeGreaterThanOrEqual(1);
  expect(span.endColumn).toBeLessThanOrEqual(lines[span.endLine - 1]!.length + 1);
  if (span.startLine === span.endLine) expect(span.startColumn).toBeLessThan(span.endColumn);
  const covered = lines.slice(span.startLine - 1, span.endLine);
  const last = covered.length - 1;
  covered[last] = covered[last]!.slice(0, span.endColumn - 1);
  covered[0] = covered[0]!.slice(span.startColumn - 1);
  return covered.join('\n');
}

/** True when the characters of one text stand in another, in order. */
function isWithin(words: string, source: string): boolean {
  let at = 0;
  for (const character of words.replace(/\s+/gu, '')) {
    at = source.indexOf(character, at) + 1;
    if (at === 0) return false;
  }
  return true;
}

describe('parseFountain', () => {
  it('never throws, and its spans hold the words of their elements, in source order', () => {
    fc.assert(
      fc.property(soup, (text) => {
        const source = decode(text);
        if (!source) return;
        const { elements, lines } = parseFountain(source);
        expect(lines).toBe(source.lines.length);
        let before = { startLine: 0, startColumn: 0 };
        for (const element of elements) {
          expect(isWithin(element.text, textUnder(element, source.lines))).toBe(true);
          const { startLine, startColumn } = element.span;
          const isLater =
            startLine > before.startLine || (startLine === before.startLine && startColumn >= before.startColumn);
          expect(isLater).toBe(true);
          before = element.span;
        }
      }),
      { numRuns: 400 },
    );
  });

  it('leads to a script or to an EngineError, and nothing that happens is lost on the way', () => {
    fc.assert(
      fc.property(soup, (text) => {
        const source = decode(text);
        if (!source) return;
        const parsed = parseFountain(source);
        try {
          const { scenes } = assembleScript(parsed, { format: 'fountain', encoding: 'utf-8', field: 'script.text' });
          const inScenes = scenes.flatMap(({ elements }) => elements);
          for (const element of parsed.elements) {
            if (element.kind === 'action' || element.kind === 'dialogue') expect(inScenes).toContain(element);
          }
        } catch (error) {
          expect(error).toBeInstanceOf(EngineError);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('reads a heading again as itself', () => {
    const place = fc.constantFrom('CASA DE MARÍA', 'PISO / COMEDOR', "ST. JOHN'S - HALL", '224 OAK STREET');
    const time = fc.constantFrom<[string, string?]>(
      ['DÍA', 'DAY'],
      ['NOCHE', 'NIGHT'],
      ['DAY', 'DAY'],
      ['TEN MINUTES LATER', 'LATER'],
      ['A LA MAÑANA SIGUIENTE', 'MORNING'],
    );
    const setting = fc.constantFrom('INT', 'EXT', 'INT/EXT');
    fc.assert(
      fc.property(setting, place, time, (s, p, [t, timeOfDay]) => {
        const text = `${s}. ${p} - ${t}`;
        expect(parseSceneHeading(text)).toEqual({ text, setting: s, location: p, time: t, timeOfDay });
      }),
    );
  });
});

/** Fastest of a few runs, in milliseconds: other work on the machine only ever adds. */
function fastest(run: () => unknown): number {
  const times = Array.from({ length: 5 }, () => {
    const start = performance.now();
    run();
    return performance.now() - start;
  });
  return Math.min(...times);
}

describe('time', () => {
  const HOSTILE: readonly (readonly [string, string])[] = [
    ['a script', 'INT. CASA - DÍA\n\nElla *entra*.\n\nMARÍA\n(bajo)\nHola.\n\n'],
    ['open notes', '[[ a\n'],
    ['open boneyards', '/* a\n'],
    ['many notes on a line', '[[a]] b '],
    ['open parentheses', 'BOB\n(a\n(b\n(c\n'],
    ['one endless parenthesis', '(a\n'],
    ['stars', '*a **b ***c _d '],
    ['spaces', ' '.repeat(40)],
    ['headings in a row', 'INT. INT. INT. . . . INT\n'],
    ['letters of headings', 'INTINT EXT '],
    ['dots', `${'. '.repeat(60)}INT\n`],
    ['cues', '\n\nMARÍA\n'],
  ];

  it.each(HOSTILE)('grows with the text and no faster: %s', (_, unit) => {
    const sourceOf = (copies: number) => decodeText(Buffer.from(`BOB\nx${unit.repeat(copies)}x\n`));
    const short = sourceOf(1000);
    const long = sourceOf(10_000);
    parseFountain(short);
    // Ten times the text: linear is 10, quadratic is 100.
    const ratio =
      fastest(() => parseFountain(long)) /
      Math.max(
        0.5,
        fastest(() => parseFountain(short)),
      );
    expect(ratio).toBeLessThan(60);
  });
});
