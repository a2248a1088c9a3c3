/**
 * Undoes line wraps. A line that broke although the next word had room was broken by the writer: verse.
 */
import type { LayoutLine } from './layout-line.js';

/** Lines at an indent below which its width is not known well enough to judge a break. */
const MIN_LINES = 8;
/** Share of lines that must fit in what is taken for the width: a few unwrapped lines do not widen it. */
const WIDTH_QUANTILE = 0.98;
const VERSE_START = /^[¡¿"“«‘’'(—–-]*[\p{Lu}\p{N}]/u;
const HYPHENATED = /[\p{L}\p{N}]-$/u;
const WORD_START = /^[\p{L}\p{N}]/u;

/** Widths of a document's columns, learnt from its own lines. */
export class LineWidths {
  readonly #widths = new Map<number, number>();

  constructor(lines: readonly LayoutLine[]) {
    const lengths = new Map<number, number[]>();
    for (const { text, indent } of lines) {
      if (text === '') continue;
      const known = lengths.get(indent);
      if (known) known.push(text.length);
      else lengths.set(indent, [text.length]);
    }
    for (const [indent, found] of lengths) {
      if (found.length < MIN_LINES) continue;
      found.sort((a, b) => a - b);
      this.#widths.set(indent, found[Math.floor((found.length - 1) * WIDTH_QUANTILE)]!);
    }
  }

  /** True when the first word of the next line had room on this one; false when that cannot be told. */
  hadRoom(line: LayoutLine, next: LayoutLine): boolean {
    const width = this.#widths.get(line.indent);
    if (width === undefined) return false;
    const word = /^\S*/u.exec(next.text)![0];
    return line.text.length + 1 + word.length <= width;
  }

  /** Joins the lines of one paragraph; breaks that the writer meant stay as line ends when `verse` is allowed. */
  join(lines: readonly LayoutLine[], verse: boolean): string {
    let text = lines[0]?.text ?? '';
    for (let at = 1; at < lines.length; at++) {
      const line = lines[at]!;
      const before = lines[at - 1]!;
      if (verse && VERSE_START.test(line.text) && this.hadRoom(before, line)) text += '\n';
      else if (!HYPHENATED.test(before.text) || !WORD_START.test(line.text)) text += ' ';
      text += line.text;
    }
    return text;
  }
}
