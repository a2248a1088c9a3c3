import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { parseText } from '../layout/text.js';
import { parsePdf } from './reader.js';

type Word = readonly [x: number, y: number, text: string, size?: number, slant?: number];

const WIN_ANSI: Readonly<Record<string, string>> = { '…': '\x85', '—': '\x97', '’': '\x92' };
const toWinAnsi = (text: string): string =>
  text.replace(/[()\\]/gu, '\\$&').replace(/[…—’]/gu, (character) => WIN_ANSI[character]!);

/** A PDF of Courier text at given places, one list of words a page. */
function makePdf(pages: readonly (readonly Word[])[]): Uint8Array {
  const draw = ([x, y, text, size = 12, slant = 0]: Word): string =>
    `BT /F ${size} Tf 1 ${slant} ${-slant} 1 ${x} ${y} Tm (${toWinAnsi(text)}) Tj ET`;
  const streams = pages.map((words) => words.map(draw).join('\n'));
  const objects = [
    '<</Type/Catalog/Pages 2 0 R>>',
    `<</Type/Pages/Count ${pages.length}/Kids[${pages.map((_, at) => `${4 + 2 * at} 0 R`).join(' ')}]>>`,
    '<</Type/Font/Subtype/Type1/BaseFont/Courier/Encoding/WinAnsiEncoding>>',
    ...streams.flatMap((stream, at) => [
      `<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents ${5 + 2 * at} 0 R/Resources<</Font<</F 3 0 R>>>>>>`,
      `<</Length ${stream.length}>>stream\n${stream}\nendstream`,
    ]),
  ];
  let body = '%PDF-1.4\n';
  const offsets = objects.map((object, at) => {
    const offset = body.length;
    body += `${at + 1} 0 obj${object}endobj\n`;
    return offset;
  });
  const entries = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const size = objects.length + 1;
  const xref = `xref\n0 ${size}\n0000000000 65535 f \n${entries}trailer<</Size ${size}/Root 1 0 R>>\nstartxref\n${body.length}\n%%EOF`;
  return new Uint8Array(Buffer.from(body + xref, 'latin1'));
}

const LEFT = 108;
const SPEECH = 180;
const CUE = 252;

const FIRST: readonly Word[] = [
  [LEFT, 708, 'INT. CASA - NOCHE'],
  [54, 708, '1'],
  [540, 708, '1'],
  [LEFT, 684, 'Nadie en la'],
  [LEFT, 672, 'sala.'],
  [CUE, 648, 'MAR\xcdA'],
  [216, 636, '(bajo)'],
  [SPEECH, 624, '\xbfQui\xe9n anda'],
  [SPEECH, 612, 'ah\xed? Y por'],
];
const SECOND: readonly Word[] = [
  [532, 750, '2.'],
  [SPEECH, 708, 'qu\xe9 no'],
  [SPEECH, 696, 'contesta.'],
  [LEFT, 672, 'Silencio.'],
];

const PAGE_ROWS = 14;
const CHARACTER = 7.2;

/** Pages as a production prints them: headers, scene numbers in both margins, revision stars, (MORE) and (CONT'D). */
function printShootingScript(lines: readonly string[]): Word[][] {
  const pages: Word[][] = [];
  let page: Word[] = [];
  let row = 0;
  let cue = '';
  const put = (line: string): void => {
    const text = line.trim();
    if (text === '' && row === 0) return;
    const y = 708 - 12 * row++;
    page.push([LEFT + line.search(/\S|$/u) * CHARACTER, y, text]);
    if (/^(?:INT|EXT)\./u.test(text)) page.push([60, y, '7'], [530, y, '7']);
    if (row % 5 === 0) page.push([560, y, '*']);
  };
  const turn = (): void => {
    pages.push([[LEFT, 765, 'LA OBRA - Rev. 12/03/2025'], [520, 765, `${pages.length + 1}.`], ...page]);
    page = [];
    row = 0;
  };
  lines.forEach((line, at) => {
    const speaks = (other: string | undefined): boolean => other?.search(/\S/u) === 10;
    if (/^ {22}\S/u.test(line)) cue = line.replace(/ \(.*/u, '');
    const cutsSpeech = row >= PAGE_ROWS && speaks(line) && speaks(lines[at - 1]);
    if (cutsSpeech) put(`${' '.repeat(22)}(MORE)`);
    if (row >= PAGE_ROWS) turn();
    if (cutsSpeech) put(`${cue} (CONT'D)`);
    put(line);
  });
  turn();
  return pages;
}

const told = async (bytes: Uint8Array) => (await parsePdf(bytes)).elements.map(({ kind, text }) => [kind, text]);

describe('PDF', () => {
  const writes = (['log', 'warn', 'error', 'info'] as const).map((name) => () => vi.spyOn(console, name));
  let spies: ReturnType<(typeof writes)[number]>[] = [];
  beforeEach(() => {
    spies = writes.map((spy) => spy());
  });
  afterEach(() => {
    for (const spy of spies) expect(spy).not.toHaveBeenCalled();
    vi.restoreAllMocks();
  });

  it('reads a typed page, a speech going on over its edge', async () => {
    const parsed = await parsePdf(makePdf([FIRST, SECOND]));
    expect(parsed.elements.map(({ kind, text }) => [kind, text])).toEqual([
      ['scene_heading', 'INT. CASA - NOCHE'],
      ['action', 'Nadie en la sala.'],
      ['character', 'MARÍA'],
      ['parenthetical', 'bajo'],
      ['dialogue', '¿Quién anda ahí? Y por qué no contesta.'],
      ['action', 'Silencio.'],
    ]);
    expect([...parsed.headings!.values()].map(({ number }) => number)).toEqual(['1']);
  });

  it('counts lines through the document and names the page', async () => {
    const { elements, lines } = await parsePdf(makePdf([FIRST, SECOND]));
    expect(lines).toBe(13);
    expect(elements.at(-1)!.span).toMatchObject({ startLine: 13, endLine: 13, page: 2 });
    expect(elements.at(-2)!.span).toMatchObject({ startLine: 8, endLine: 11, page: 1 });
  });

  it('takes the title from a page of its own', async () => {
    const cover: readonly Word[] = [
      [200, 476, 'LA CASA', 24],
      [200, 440, 'DE NADIE', 24],
      [280, 404, 'por'],
      [260, 392, 'ANA PRUEBA'],
      [240, 380, 'borrador'],
    ];
    const parsed = await parsePdf(makePdf([cover, FIRST]));
    expect(parsed.title).toBe('LA CASA DE NADIE');
    expect(parsed.elements[0]!.kind).toBe('scene_heading');
  });

  it('leaves out headers that pages repeat, but no cue', async () => {
    const page = (number: number): readonly Word[] => [
      [LEFT, 760, `LA CASA - Borrador ${number}`],
      [CUE, 708, 'ANA'],
      [SPEECH, 696, `Digo ${number}.`],
      [LEFT, 672, 'Calla.'],
    ];
    const elements = await told(makePdf([1, 2, 3, 4].map(page)));
    expect(elements).toHaveLength(12);
    expect(elements.filter(([kind]) => kind === 'character')).toHaveLength(4);
  });

  it('reads two columns of dialogue one after the other', async () => {
    const elements = await told(
      makePdf([
        [
          [154, 708, 'ANA'],
          [118, 696, 'S\xed.'],
          [374, 708, 'LUIS'],
          [338, 696, 'No.'],
        ],
      ]),
    );
    expect(elements).toEqual([
      ['character', 'ANA'],
      ['dialogue', 'Sí.'],
      ['character', 'LUIS'],
      ['dialogue', 'No.'],
    ]);
  });

  it('leaves out watermarks across the page', async () => {
    const marked: readonly Word[] = [...FIRST, [200, 690, 'COPIA DE ANA', 30, 0.7]];
    expect(await told(makePdf([marked]))).toEqual(await told(makePdf([FIRST])));
  });

  it('reads a shooting script as the script it prints', async () => {
    const text = readFileSync(new URL('../fixtures/peppercarrot-ep06.es.txt', import.meta.url), 'utf8');
    const lines = text.slice(text.indexOf('INT.')).split('\n');
    const { elements } = await parseText({ text, encoding: 'utf-8', lines });
    expect(await told(makePdf(printShootingScript(lines)))).toEqual(
      elements.map(({ kind, text: said }) => [kind, said]),
    );
  });

  it('refuses pages without text', async () => {
    await expect(parsePdf(makePdf([[], []]))).rejects.toMatchObject({ reason: 'SCRIPT_PDF_NO_TEXT' });
  });

  it('refuses more pages than it reads', async () => {
    await expect(parsePdf(makePdf(Array.from({ length: 2001 }, () => [])))).rejects.toMatchObject({
      reason: 'SCRIPT_TOO_LARGE',
      message: expect.stringContaining('2001'),
    });
  });

  it('refuses a broken file', async () => {
    const broken = new Uint8Array(Buffer.from('%PDF-1.4\n1 0 obj<</secreto 2>>'));
    await expect(parsePdf(broken)).rejects.toMatchObject({
      reason: 'SCRIPT_MALFORMED',
      message: expect.not.stringContaining('secreto'),
    });
  });

  it('leaves no failure behind where PDF.js repairs a file', async () => {
    const whole = readFileSync(new URL('../fixtures/peppercarrot-ep06.es.pdf', import.meta.url), 'latin1');
    const damaged = whole.replace('\n5 0 obj', '\n6 0 obj').replace('0000000992 00000 n', '0000000992 50000 n');
    // Alone with Node, which ends the process for a failure that nothing handles.
    const listeners = process.listeners('unhandledRejection');
    process.removeAllListeners('unhandledRejection');
    try {
      await parsePdf(new Uint8Array(Buffer.from(damaged, 'latin1'))).catch(() => undefined);
      await new Promise((done) => setImmediate(done));
    } finally {
      for (const listener of listeners) process.on('unhandledRejection', listener);
    }
  });

  it('refuses a file behind a password', async () => {
    const key = `/O<${'41'.repeat(32)}>/U<${'42'.repeat(32)}>`;
    const plain = Buffer.from(makePdf([FIRST])).toString('latin1');
    const locked = plain.replace(
      'trailer<<',
      `trailer<</Encrypt<</Filter/Standard/V 1/R 2/P -4${key}>>/ID[<${'43'.repeat(16)}><${'43'.repeat(16)}>]`,
    );
    await expect(parsePdf(new Uint8Array(Buffer.from(locked, 'latin1')))).rejects.toMatchObject({
      reason: 'SCRIPT_MALFORMED',
      message: expect.stringContaining('password'),
    });
  });

  it('reads a Buffer like any bytes', async () => {
    const bytes = makePdf([FIRST]);
    expect((await parsePdf(Buffer.from(bytes))).elements).toEqual((await parsePdf(bytes)).elements);
  });

  it('leaves the bytes it was given as they were', async () => {
    const bytes = makePdf([FIRST]);
    const before = bytes.slice();
    await parsePdf(bytes);
    expect(bytes).toEqual(before);
  });
});
