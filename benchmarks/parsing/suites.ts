/** Fixtures of other libraries: what they say a file holds, and what the parser reads in it. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { ScriptElement } from '../../server/src/domain/script.js';
import { openLineClassifier } from '../../server/src/inference/line-classifier.js';
import { parseFdx } from '../../server/src/screenplay/fdx/reader.js';
import { parseFountain } from '../../server/src/screenplay/fountain/reader.js';
import { parseScript } from '../../server/src/screenplay/parse.js';
import { parsePdf } from '../../server/src/screenplay/pdf/reader.js';
import { decodeText } from '../../server/src/screenplay/source/decode.js';

import { MODELS } from '../paths.js';

/** One fixture with what its library expects of it. */
export interface SuiteCase {
  readonly name: string;
  readonly expected: readonly string[];
  readonly found: readonly string[];
}

const MARKUP = /[*_]|<\/?[biu]>/g;
const NOTE = /\[\[\d+\]\]|\/\*\d+\*\//g;

/** A line to compare: what it is and what it says, without emphasis and white space. */
function toLine(kind: string, text: string): string {
  return `${kind}: ${text.replaceAll('"', '').replace(NOTE, '').replace(MARKUP, '').replace(/\s+/gu, '')}`;
}

const withoutEmpty = (lines: readonly string[]): string[] => lines.filter((line) => !line.endsWith(': '));

function readFountain(text: string, lyrics = true): string[] {
  if (text.trim() === '') return [];
  return withoutEmpty(joinActions(parseFountain(decodeText(Buffer.from(text))).elements).map(toFound(lyrics)));
}

const toFound =
  (lyrics: boolean) =>
  ({ kind, text }: Pick<ScriptElement, 'kind' | 'text'>): string =>
    toLine(kind === 'lyrics' && !lyrics ? 'dialogue' : kind, text);

/** Libraries differ in where one paragraph ends and the next begins: runs of a kind are compared as one. */
function joinActions(
  elements: readonly Pick<ScriptElement, 'kind' | 'text'>[],
): { kind: ScriptElement['kind']; text: string }[] {
  const joined: { kind: ScriptElement['kind']; text: string }[] = [];
  for (const { kind, text } of elements) {
    const last = joined.at(-1);
    if (last && last.kind === kind && (kind === 'action' || kind === 'lyrics' || kind === 'dialogue'))
      last.text += `\n${text}`;
    else if (kind !== 'note') joined.push({ kind, text });
  }
  return joined;
}

const JOUVENCE: Readonly<Record<string, ScriptElement['kind']>> = {
  '.': 'scene_heading',
  '!': 'action',
  '@': 'character',
  '=': 'dialogue',
  _: 'parenthetical',
  '>': 'transition',
  '~': 'lyrics',
  '#': 'section',
  '+': 'synopsis',
};

/** Jouvence: documents of YAML with Fountain in and elements out. */
export function readJouvence(folder: string): SuiteCase[] {
  return filesOf(folder, '.yaml').flatMap((file) =>
    parseAllDocuments(readFileSync(path.join(folder, file), 'utf8')).map((document, at): SuiteCase => {
      const { in: source, out } = document.toJS() as { in: string; out: readonly (string | null)[] };
      const elements = out.flatMap((line) => {
        const kind = JOUVENCE[line?.[0] ?? ''];
        const text = line?.slice(1).replace(/^#+|^></, '') ?? '';
        return kind ? [{ kind, text: kind === 'parenthetical' ? text.slice(1, -1) : text }] : [];
      });
      const expected = withoutEmpty(joinActions(elements).map(toFound(true)));
      return { name: `jouvence/${file} ${at + 1}`, expected, found: readFountain(source) };
    }),
  );
}

const WILDWINTER: Readonly<Record<string, ScriptElement['kind']>> = {
  HEADING: 'scene_heading',
  ACTION: 'action',
  CHARACTER: 'character',
  DIALOGUE: 'dialogue',
  PARENTHETICAL: 'parenthetical',
  LYRIC: 'lyrics',
  TRANSITION: 'transition',
  SECTION: 'section',
  SYNOPSIS: 'synopsis',
};
const WILDWINTER_ELEMENT =
  /^(?:\/\*\d+\*\/|\[\[\d+\]\])?([A-Z]+):"([\s\S]*?)"(?=[^\n"]*(?:\n[A-Z]+:"|\n\/\*\d|\n\[\[\d|$))/gmu;

/** screenplay-tools: Fountain with a twin of `KIND:"text"`. */
export function readWildwinter(folder: string): SuiteCase[] {
  return filesOf(folder, '.fountain').flatMap((file): SuiteCase[] => {
    const twin = [file.replace('.fountain', '.txt'), file.replace('.fountain', '-Merged.txt')].find((name) =>
      filesOf(folder, '.txt').includes(name),
    );
    if (!twin || twin === 'Formatted.txt') return [];
    const found = readFountain(readFileSync(path.join(folder, file), 'utf8'));
    const printed = readFileSync(path.join(folder, twin), 'utf8');
    const elements = [...printed.matchAll(WILDWINTER_ELEMENT)].flatMap(([, name, text]) => {
      const kind = WILDWINTER[name!];
      return kind ? [{ kind, text: text! }] : [];
    });
    return [{ name: `wildwinter/${file}`, expected: withoutEmpty(joinActions(elements).map(toFound(true))), found }];
  });
}

/** Fountain files with a Final Draft twin: both are read and must say the same. */
export function readTwins(folder: string, suite: string): SuiteCase[] {
  const drafts = filesOf(folder, '.fdx');
  return filesOf(folder, '.fountain').flatMap((file): SuiteCase[] => {
    const draft = file.replace('.fountain', '.fdx');
    if (!drafts.includes(draft)) return [];
    const expected = parseFdx(decodeText(readFileSync(path.join(folder, draft)))).elements;
    const found = readFountain(readFileSync(path.join(folder, file), 'utf8'), false);
    return [{ name: `${suite}/${file} and ${draft}`, expected: joinActions(expected).map(toFound(false)), found }];
  });
}

/** Words of a file's HTML twin, without markup: nothing that one shows may be missing in the other. */
export function readHtmlTwins(folder: string): SuiteCase[] {
  const pages = filesOf(folder, '.html');
  return filesOf(folder, '.fountain').flatMap((file): SuiteCase[] => {
    const page = file.replace('.fountain', '.html');
    if (!pages.includes(page)) return [];
    const expected = wordsOf(readFileSync(path.join(folder, page), 'utf8').replace(/<[^>]+>/g, ' '));
    const { elements } = parseFountain(decodeText(readFileSync(path.join(folder, file))));
    const shown = elements.filter(({ kind }) => kind !== 'note');
    return [
      { name: `screenplain/${file} and ${page}`, expected, found: wordsOf(shown.map(({ text }) => text).join(' ')) },
    ];
  });
}

const wordsOf = (text: string): string[] =>
  text
    .toLowerCase()
    .replace(/&amp;/g, '&')
    .replace(/&#?\w+;/g, ' ')
    .match(/[\p{L}\p{N}]+/gu) ?? [];

function filesOf(folder: string, extension: string): string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith(extension))
    .sort();
}

/** Fountain files with a Fade In twin. */
export async function readFadeInTwins(folder: string, suite: string): Promise<SuiteCase[]> {
  const cases: SuiteCase[] = [];
  for (const file of filesOf(folder, '.fadein')) {
    const bytes = readFileSync(path.join(folder, file));
    const { elements } = await parseScript({ bytes }, { maxBytes: Number.POSITIVE_INFINITY });
    const twin = readFileSync(path.join(folder, file.replace('.fadein', '.fountain')), 'utf8');
    const expected = readFountain(twin, false).map((line) => line.toLowerCase());
    const found = joinActions(elements).map((element) => toFound(false)(element).toLowerCase());
    cases.push({ name: `${suite}/${file}`, expected, found });
  }
  return cases;
}

/** Fountain files with a PDF twin: what was right on the pages. Titles, notes and sections are not printed alike. */
export async function readPdfTwins(folder: string, drafts: string, suite: string): Promise<SuiteCase[]> {
  const cases: SuiteCase[] = [];
  for (const file of filesOf(folder, '.pdf')) {
    const twin = path.join(drafts, file.replace('.pdf', '.fountain'));
    if (!existsSync(twin)) continue;
    const bytes = new Uint8Array(readFileSync(path.join(folder, file)));
    const printed = await parsePdf(bytes, 'script.data', await openLineClassifier([MODELS]));
    const expected = readFountain(readFileSync(twin, 'utf8'), false).filter(
      (line) => !/^(?:section|synopsis):/.test(line),
    );
    const found = withoutEmpty(joinActions(printed.elements).map(toFound(false)));
    cases.push({ name: `${suite}/${file}`, expected, found });
  }
  return cases;
}
