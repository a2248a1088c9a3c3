import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { SourceSpan } from '../../domain/script.js';
import { assembleScript } from '../assemble.js';
import { decodeText } from '../source/decode.js';
import { parseFountain } from './reader.js';

const fixtures = fileURLToPath(new URL('../fixtures/', import.meta.url));
const open = fileURLToPath(new URL('../../../../../shared/data/screenplays/open/', import.meta.url));

const parseFile = (path: string) => parseFountain(decodeText(readFileSync(path)));

describe('own scripts', () => {
  const place = (span: SourceSpan) => `${span.startLine}:${span.startColumn}-${span.endLine}:${span.endColumn}`;

  it.each(['la-ultima-funcion', 'two-lamps'])('%s is read as its golden file says', (name) => {
    const parsed = parseFile(`${fixtures}${name}.fountain`);
    const script = assembleScript(parsed, { format: 'fountain', encoding: 'utf-8', field: 'script.text' });
    const { title = null, language, characters, warnings } = script;
    const elements = script.elements.map((element) => ({ ...element, span: place(element.span) }));
    const scenes = script.scenes.map(({ heading = null, section = null, language, elements }) => ({
      heading,
      section,
      language,
      elements: elements.length,
    }));
    const golden = JSON.parse(readFileSync(`${fixtures}${name}.golden.json`, 'utf8'));
    expect({ title, language, elements, scenes, characters, warnings }).toEqual(golden);
  });
});

const GOLD = [
  'en/macbeth',
  'en/the-importance-of-being-earnest',
  'en/peppercarrot-ep06',
  'es/electra',
  'es/luces-de-bohemia',
  'es/divinas-palabras',
  'es/peppercarrot-ep06',
];

interface GoldElement {
  readonly type: string;
  readonly text: string;
}

describe.skipIf(!existsSync(open))('open scripts with a gold parse (needs ../shared)', () => {
  it.each(GOLD)('%s: every element exactly', (name) => {
    const gold = readFileSync(`${open}${name}.gold.jsonl`, 'utf8').trim().split('\n');
    const expected = gold
      .map((line) => JSON.parse(line) as GoldElement)
      .map(({ type, text }) => `${type === 'heading' ? 'scene_heading' : type}: ${text}`);
    const { elements, warnings } = parseFile(`${open}${name}.fountain`);
    expect(elements.map(({ kind, text }) => `${kind}: ${text}`)).toEqual(expected);
    expect(warnings).toEqual([]);
  });

  it('reads a modern short script with odd layouts', () => {
    const parsed = parseFile(`${open}en/cyber-bob-ep1.fountain`);
    const script = assembleScript(parsed, { format: 'fountain', encoding: 'utf-8', field: 'script.text' });
    expect(script.scenes.map(({ heading }) => [heading?.setting, heading?.location, heading?.time])).toEqual([
      [undefined, undefined, undefined],
      ['EXT', 'PARK', 'DAY'],
      ['EXT', 'SUBURBAN TRAFFIC INTERSECTION', 'DAY'],
      ['INT', 'TRAFFIC LIGHT HORIZONTAL BEAM', 'NIGHT'],
    ]);
    expect(script.characters.map(({ name }) => name).sort()).toEqual([
      'BOB',
      'BOSS',
      'CYBER BOB',
      'CYBER BOSS',
      'DOG',
      'MARGARET',
    ]);
  });

  it('reads every Fountain file of five parser suites without a throw', () => {
    const files = readdirSync(`${open}parser-suites`, { recursive: true, withFileTypes: true }).filter(({ name }) =>
      name.endsWith('.fountain'),
    );
    expect(files.length).toBeGreaterThan(60);
    for (const { parentPath, name } of files) {
      expect(parseFile(`${parentPath}/${name}`).elements.length, basename(name)).toBeGreaterThan(0);
    }
  });
});
