/**
 * Where a line stands: space around it, its indent among those of the script, and how often the script says the same.
 */
import { parseCharacterCue } from '../grammar/character-cue.js';
import type { LayoutLine } from '../layout/line.js';

/** Blank lines around a printed line. */
export interface Place {
  readonly blankBefore: number;
  readonly blankAfter: number;
}

/** The printed lines of a script, and the space around each. */
export function takePrinted(lines: readonly LayoutLine[]): { printed: LayoutLine[]; places: Place[] } {
  const printed: LayoutLine[] = [];
  const before: number[] = [];
  let blanks = 0;
  for (const line of lines) {
    if (line.text === '') {
      blanks++;
      continue;
    }
    printed.push(line);
    before.push(blanks);
    blanks = 0;
  }
  const places = before.map((blankBefore, at) => ({ blankBefore, blankAfter: before[at + 1] ?? blanks }));
  return { printed, places };
}

/** Habits of a whole script. */
export interface PageHabits {
  /** Share of printed lines with a blank line above. */
  readonly spaced: number;
  /** Shallowest and deepest indent that at least one line in a hundred has, and the most frequent one. */
  readonly left: number;
  readonly right: number;
  readonly common: number;
  /** Share of lines at the most frequent indent. */
  readonly commonShare: number;
  /** Length that nineteen lines of twenty stay below. */
  readonly width: number;
  /** Each line as it is compared with others; empty for long ones. */
  readonly keys: readonly string[];
  /** How often each short line stands in the script; and names that do, with their first words. */
  readonly repeats: ReadonlyMap<string, number>;
  readonly names: ReadonlySet<string>;
}

const RARE = 0.01;
const WIDE = 0.95;
const MAX_NAME = 40;
const KEY = /\s*\([^)]*\)?|[^\p{L}\p{N} ]/gu;

/** Number of features that {@link measurePlace} gives. */
export const PLACE_FEATURES = 22;

/** What a whole script does. */
export function surveyPages(printed: readonly LayoutLine[], places: readonly Place[]): PageHabits {
  const total = Math.max(1, printed.length);
  const indents = countBy(printed, ({ indent }) => indent);
  const usual = [...indents].filter(([, count]) => count >= Math.max(2, total * RARE)).map(([indent]) => indent);
  const [common, commonCount] = [...indents].reduce((best, entry) => (entry[1] > best[1] ? entry : best), [0, 0]);
  const lengths = printed.map(({ text }) => text.length).sort((a, b) => a - b);
  const keys = printed.map(({ text }) => (text.length <= MAX_NAME ? keyOf(text) : ''));
  const repeats = countBy(keys, (key) => key);
  return {
    spaced: places.filter(({ blankBefore }) => blankBefore > 0).length / total,
    left: usual.reduce((a, b) => Math.min(a, b), common),
    right: usual.reduce((a, b) => Math.max(a, b), common),
    common,
    commonShare: commonCount / total,
    width: Math.max(20, lengths[Math.floor(lengths.length * WIDE)] ?? 60),
    keys,
    repeats,
    names: recurringNames(printed, keys, repeats),
  };
}

/** Features of one line's place, each about -1..1. Their order is part of the trained model. */
export function measurePlace(
  printed: readonly LayoutLine[],
  places: readonly Place[],
  at: number,
  habits: PageHabits,
): number[] {
  const { text, indent, pageStart } = printed[at]!;
  const { blankBefore, blankAfter } = places[at]!;
  const above = printed[at - 1];
  const below = printed[at + 1];
  const key = habits.keys[at]!;
  const repeats = text.length <= MAX_NAME ? (habits.repeats.get(key) ?? 1) : 1;
  return [
    Math.min(1, blankBefore),
    Math.min(1, blankAfter),
    blankBefore > 1 ? 1 : 0,
    blankAfter > 1 ? 1 : 0,
    pageStart ? 1 : 0,
    habits.spaced,
    ...stepTo(indent, above?.indent),
    ...stepTo(indent, below?.indent),
    clip((indent - habits.left) / 20),
    clip((indent - habits.common) / 20),
    habits.right - habits.left > 1 ? clip((indent - habits.left) / (habits.right - habits.left)) : -1,
    habits.commonShare,
    Math.min(1.5, text.length / habits.width),
    Math.min(1, habits.width / 80),
    Math.min(1, Math.log2(repeats) / 4),
    habits.names.has(key) ? 1 : 0,
    habits.names.has(firstWord(text)) ? 1 : 0,
    clip((indent + text.length / 2 - habits.left) / 60),
  ];
}

/** A step between two indents: its size, and whether it goes right, left or nowhere. */
function stepTo(indent: number, other: number | undefined): [number, number, number] {
  if (other === undefined) return [0, 0, 0];
  const step = indent - other;
  return [clip(step / 15), step > 1 ? 1 : 0, step < -1 ? 1 : 0];
}

/** Names that stand as a line of their own more than once, and their first words. */
function recurringNames(
  printed: readonly LayoutLine[],
  keys: readonly string[],
  repeats: ReadonlyMap<string, number>,
): ReadonlySet<string> {
  const names = new Set<string>();
  for (const [at, { text }] of printed.entries()) {
    const key = keys[at]!;
    if (key === '' || (repeats.get(key) ?? 0) < 2 || /[.!?…,;:]$/u.test(text)) continue;
    if (text.startsWith('(') || (!parseCharacterCue(text) && !/^\p{Lu}|^[\p{Ll} '.-]+$/u.test(text))) continue;
    names.add(key);
    names.add(firstWord(text));
  }
  return names;
}

const keyOf = (text: string): string => text.replace(KEY, '').trim().toLowerCase();

const firstWord = (text: string): string => /^\P{L}*(\p{L}+)/u.exec(text)?.[1]?.toLowerCase() ?? '';

const clip = (value: number): number => Math.max(-2, Math.min(2, value));

function countBy<Item, Key>(items: readonly Item[], key: (item: Item) => Key): Map<Key, number> {
  const counts = new Map<Key, number>();
  for (const item of items) counts.set(key(item), (counts.get(key(item)) ?? 0) + 1);
  return counts;
}
