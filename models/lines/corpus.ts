/** Scripts to learn from: those with a gold parse, and scenes put together from words of our own. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parsePanelScript } from '../../server/src/screenplay/layout/panel-script.js';
import { decodeText } from '../../server/src/screenplay/source/decode.js';
import { type Chance, isLikely, pick, upTo } from './chance.js';
import { ENGLISH, type Phrases, SPANISH } from './phrases.js';

/** Classes of lines: heading, narration, cue, dialogue, parenthetical, transition, page furniture. */
export type Label = 'S' | 'N' | 'C' | 'D' | 'E' | 'T' | 'O';

/** A paragraph of a script and what it is. */
export interface Paragraph {
  readonly label: Label;
  readonly text: string;
}

/** A script and the words that fit its language. */
export interface Source {
  readonly paragraphs: readonly Paragraph[];
  readonly phrases: Phrases;
}

const LABELS: Readonly<Record<string, Label>> = {
  heading: 'S',
  action: 'N',
  character: 'C',
  parenthetical: 'E',
  dialogue: 'D',
  transition: 'T',
};

interface GoldElement {
  readonly type: string;
  readonly text: string;
  readonly character?: string;
}

/** All gold scripts and panel scripts of a folder laid out as `en/`, `es/`, `es/teatro/`, `en/peppercarrot-scenarios/`. */
export function readSources(folder: string): Source[] {
  return [
    ...goldFiles(folder, 'en').map((file) => ({ paragraphs: readGold(file), phrases: ENGLISH })),
    ...panelFiles(folder).map((file) => ({ paragraphs: readPanels(file), phrases: ENGLISH })),
    ...goldFiles(folder, 'es').map((file) => ({ paragraphs: readGold(file), phrases: SPANISH })),
    ...goldFiles(folder, 'es/teatro').map((file) => ({ paragraphs: readGold(file), phrases: SPANISH })),
  ].filter(({ paragraphs }) => paragraphs.length > 0);
}

function goldFiles(folder: string, language: string): string[] {
  const within = path.join(folder, language);
  const names = readdirSync(within).filter((name) => name.endsWith('.gold.jsonl'));
  return names.map((name) => path.join(within, name));
}

function panelFiles(folder: string): string[] {
  const within = path.join(folder, 'en/peppercarrot-scenarios');
  return existsSync(within) ? readdirSync(within).map((name) => path.join(within, name)) : [];
}

function readGold(file: string): Paragraph[] {
  const rows = readFileSync(file, 'utf8').trim().split('\n');
  return rows.flatMap((row) => toParagraphs(JSON.parse(row) as GoldElement));
}

/** The gold of stage plays keeps cue, directions and words of a speech together. */
function toParagraphs({ type, text, character = '' }: GoldElement): Paragraph[] {
  if (type !== 'speech') return LABELS[type] ? [{ label: LABELS[type], text }] : [];
  const parts = text.split(/(\([^()]*\))/u).map((part) => part.trim());
  const spoken = parts.filter((part) => /\p{L}/u.test(part)).map((part) => toSpoken(part));
  return spoken.some(({ label }) => label === 'D') ? [{ label: 'C', text: character }, ...spoken] : [];
}

const toSpoken = (part: string): Paragraph =>
  part.startsWith('(') ? { label: 'E', text: part.slice(1, -1) } : { label: 'D', text: part };

function readPanels(file: string): Paragraph[] {
  const { elements } = parsePanelScript(decodeText(readFileSync(file)));
  return elements.flatMap(({ kind, text }) => {
    const label = kind === 'scene_heading' ? 'S' : LABELS[kind];
    return label ? [{ label, text }] : [];
  });
}

/** A paragraph of description. */
export function describe(phrases: Phrases, chance: Chance): Paragraph {
  const sentences = Array.from({ length: 1 + upTo(chance, 3) }, () => sentence(phrases, chance));
  return { label: 'N', text: sentences.join(' ') };
}

function sentence({ subjects, verbs, objects, tails, roles, shots }: Phrases, chance: Chance): string {
  if (isLikely(chance, 0.08))
    return `${pick(chance, objects)}${pick(chance, tails)}`.replace(/^./u, (c) => c.toUpperCase());
  const object = isLikely(chance, 0.1) ? `the ${pick(chance, roles).toUpperCase()}` : pick(chance, objects);
  const lead = isLikely(chance, 0.04) ? `${pick(chance, shots)} -- ` : '';
  return `${lead}${pick(chance, subjects)} ${pick(chance, verbs)} ${object}${pick(chance, tails)}`;
}

/** A heading in one of the habits of writers. */
export function headline({ settings, places, times }: Phrases, chance: Chance, bare: boolean): Paragraph {
  const dash = pick(chance, [' - ', ' - ', ' -- ', ', ', ' – ', ' -', '. ', '/']);
  const place = pick(chance, places);
  const time = isLikely(chance, bare ? 0.95 : 0.75) ? `${dash}${pick(chance, times)}` : '';
  const setting = pick(chance, settings);
  if (bare) return { label: 'S', text: `${place}${time}` };
  if (isLikely(chance, 0.08)) return { label: 'S', text: `${place}. ${setting.replace('.', '')}${time}` };
  return { label: 'S', text: `${setting} ${place}${time}` };
}
