import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { SHIPPED_MODELS } from '../config/settings.js';
import { openLineClassifier } from '../inference/line-classifier.js';
import { parseFdx } from './fdx/reader.js';
import { parseText } from './layout/text.js';
import type { ParsedElements } from './parsed-elements.js';
import { parsePdf } from './pdf/reader.js';
import { decodeText } from './source/decode.js';

interface GoldElement {
  readonly type: string;
  readonly text: string;
  readonly character?: string;
}

const shared = new URL('../../../../shared/data/screenplays/open/', import.meta.url);
const fixtures = new URL('./fixtures/', import.meta.url);

const squeeze = (text: string): string => text.replace(/\s+/gu, ' ').trim();
const bare = (text: string): string => text.replace(/\s+/gu, '');

function readGold(folder: URL, name: string): readonly GoldElement[] {
  const lines = readFileSync(new URL(`${name}.gold.jsonl`, folder), 'utf8')
    .trim()
    .split('\n');
  return lines.map((line) => JSON.parse(line) as GoldElement);
}

const classifier = await openLineClassifier([SHIPPED_MODELS]);

async function read(folder: URL, file: string): Promise<ParsedElements> {
  const bytes = new Uint8Array(readFileSync(new URL(file, folder)));
  if (file.endsWith('.pdf')) return parsePdf(bytes, 'script.data', classifier);
  return file.endsWith('.fdx') ? parseFdx(decodeText(bytes)) : parseText(decodeText(bytes), classifier);
}

const KINDS: Readonly<Record<string, string>> = { heading: 'scene_heading' };

async function expectGold(folder: URL, name: string, format: string): Promise<void> {
  const withSections = format !== 'pdf';
  const gold = readGold(folder, name)
    .map(({ type, text }) => [KINDS[type] ?? type, squeeze(text)])
    .filter(([kind]) => withSections || kind !== 'section');
  const { elements } = await read(folder, `${name}.${format}`);
  const found = elements.map(({ kind, text }) => [kind, squeeze(text)]);
  expect(found).toEqual(gold);
}

describe('a shipped script', () => {
  it.each(['fdx', 'txt', 'pdf'])('reads like its gold from %s', async (format) => {
    await expectGold(fixtures, 'peppercarrot-ep06.es', format);
  });
});

const SCRIPTS = [
  'en/macbeth',
  'en/peppercarrot-ep06',
  'en/the-importance-of-being-earnest',
  'es/luces-de-bohemia',
  'es/divinas-palabras',
  'es/electra',
  'es/peppercarrot-ep06',
];

describe.skipIf(!existsSync(shared))('open scripts (in ../shared, which is absent where this is skipped)', () => {
  describe.each(SCRIPTS)('%s', (name) => {
    it.each(['fdx', 'txt', 'pdf'])('%s equals its gold, element for element', async (format) => {
      await expectGold(shared, name, format);
    });
  });

  it.each(['localizacion-primero', 'secuencias', 'numerado'])('Spanish headings in the style %s', async (style) => {
    const plain = await read(shared, 'es/luces-de-bohemia.txt');
    const styled = await read(shared, `es/luces-de-bohemia.${style}.txt`);
    const isHeading = ({ kind }: { kind: string }): boolean => kind === 'scene_heading';
    const rest = ({ elements }: ParsedElements) =>
      elements.filter((e) => !isHeading(e)).map(({ kind, text }) => [kind, text]);
    expect(styled.elements.filter(isHeading)).toHaveLength(15);
    expect(rest(styled)).toEqual(rest(plain));
  });

  // The plays' own misprints (a stray quotation mark in a cue, parentheses that never close) are all that may differ.
  it.each([
    ['asclepigenia', 0],
    ['juan-jose', 2],
    ['la-esfinge', 0],
    ['mancha-que-limpia', 9],
    ['teresa', 0],
  ])('stage play %s, but for %i misprinted elements', async (name, misprints) => {
    const gold = readGold(shared, `es/teatro/${name}`).map(({ type, text, character = '' }) => [
      type,
      character,
      bare(text),
    ]);
    const found = joinSpeeches(await read(shared, `es/teatro/${name}.txt`));
    expect(found).toHaveLength(gold.length);
    const different = gold.filter((element, at) => JSON.stringify(element) !== JSON.stringify(found[at]));
    expect(different.length).toBeLessThanOrEqual(misprints);
  });
});

/** The gold of stage plays keeps a speech's directions in its text. */
function joinSpeeches({ elements }: ParsedElements): string[][] {
  const joined: string[][] = [];
  for (const { kind, text } of elements) {
    if (kind === 'character') joined.push(['speech', text, '']);
    else if (kind === 'dialogue') joined.at(-1)![2] += bare(text);
    else if (kind === 'parenthetical') joined.at(-1)![2] += `(${bare(text)})`;
    else joined.push([kind === 'action' ? 'action' : 'heading', '', bare(text)]);
  }
  return joined;
}
