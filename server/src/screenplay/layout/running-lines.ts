/**
 * Headers and footers that text exported page by page has in it: the same words on every page, with the page's number.
 */
import { divisionTitle } from '../grammar/division-title.js';
import { parsePrintedHeading } from '../grammar/printed-heading.js';
import type { LayoutLine } from './line.js';

/** Pages that tell a running line from one that happens twice. */
const MIN_PAGES = 3;
/** The number stands at the right or left margin, set off from the words. */
const NUMBERED = /^(?:(\p{L}.*\S)(?:\t| {2})\s*(\d{1,4})\.?|(\d{1,4})\.?(?:\t| {2})\s*(\p{L}.*))$/u;
const MAX_LENGTH = 200;

interface Occurrence {
  readonly at: number;
  readonly page: number;
}

/** Indices of running lines: equal words beside a number that rises from one to the next. */
export function findRunningLines(lines: readonly LayoutLine[]): ReadonlySet<number> {
  const seen = new Map<string, Occurrence[]>();
  lines.forEach(({ text }, at) => {
    const match = text.length <= MAX_LENGTH ? NUMBERED.exec(text) : null;
    if (!match) return;
    const words = (match[1] ?? match[4])!;
    const occurrence = { at, page: Number(match[2] ?? match[3]) };
    const before = seen.get(words);
    if (before) before.push(occurrence);
    else seen.set(words, [occurrence]);
  });
  const running = [...seen].filter(([words, occurrences]) => isRunning(words, occurrences));
  return new Set(running.flatMap(([, occurrences]) => occurrences.map(({ at }) => at)));
}

function isRunning(words: string, occurrences: readonly Occurrence[]): boolean {
  if (occurrences.length < MIN_PAGES || parsePrintedHeading(words) || divisionTitle(`${words} 1`)) return false;
  return occurrences.every(({ page }, index) => index === 0 || page > occurrences[index - 1]!.page);
}
