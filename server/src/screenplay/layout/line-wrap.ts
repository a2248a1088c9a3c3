/**
 * Undoes line wraps. A line that broke although the next word had room was broken by the writer: verse.
 */
import type { LayoutLine } from './line.js';

/** Lines below which a width is not known well enough to judge a break. */
const MIN_LINES = 8;
/** Share of lines that must fit in what is taken for the width: a few unwrapped lines do not widen it. */
const WIDTH_QUANTILE = 0.98;
const VERSE_START = /^[¡¿"“«‘’'(—–-]*[\p{Lu}\p{N}]/u;
const HYPHENATED = /[\p{L}\p{N}]-$/u;
const WORD_START = /^[\p{L}\p{N}]/u;

/** Width of a column of text, learnt from its own lines; undefined when they are too few to tell. */
export function learnWidth(lines: readonly LayoutLine[]): number | undefined {
  if (lines.length < MIN_LINES) return undefined;
  const lengths = lines.map(({ text }) => text.length).sort((a, b) => a - b);
  return lengths[Math.floor((lengths.length - 1) * WIDTH_QUANTILE)];
}

/** True when the first word of the next line had room on this one; false when the width is unknown. */
export function hadRoom(line: LayoutLine, next: LayoutLine, width: number | undefined): boolean {
  if (width === undefined) return false;
  const word = /^\S*/u.exec(next.text)![0];
  return line.text.length + 1 + word.length <= width;
}

/** Joins the lines of one paragraph. Breaks that the writer meant stay as line ends where the width of verse is given. */
export function joinLines(lines: readonly LayoutLine[], verseWidth?: number): string {
  let text = lines[0]?.text ?? '';
  for (let at = 1; at < lines.length; at++) {
    const line = lines[at]!;
    const before = lines[at - 1]!;
    if (VERSE_START.test(line.text) && hadRoom(before, line, verseWidth)) text += '\n';
    else if (!HYPHENATED.test(before.text) || !WORD_START.test(line.text)) text += ' ';
    text += line.text;
  }
  return text;
}
