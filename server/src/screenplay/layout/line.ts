/**
 * Lines of a laid-out page: what the readers of plain text and of PDF share.
 */
import { withoutRevisionMark } from '../grammar/revision-mark.js';

/** One line of a page, with the place it came from. */
export interface LayoutLine {
  /** The line without the space around it; empty for a blank line. */
  readonly text: string;
  /** Source line, from 1. */
  readonly line: number;
  /** Column of the first character in the source line, from 1, in UTF-16 code units. */
  readonly column: number;
  /** Columns of space before the text, tabs widened to the next multiple of 8. */
  readonly indent: number;
  /** Page, from 1, where the format has pages. */
  readonly page?: number;
  /** True on the first line of a page after the first: what stands before it may go on here. */
  readonly pageStart?: boolean;
  /** True when the page before ended with (MORE). */
  readonly afterMore?: boolean;
  /** Set where the line stands in one of two columns of dual dialogue, whose indents are the columns' own. */
  readonly dual?: 'left' | 'right';
}

const TAB_WIDTH = 8;

/** Lays out the lines of a text file. A form feed starts a page. */
export function toLayoutLines(lines: readonly string[]): LayoutLine[] {
  return lines.map((source, index) => {
    const text = withoutRevisionMark(source.trim());
    const start = source.length - source.trimStart().length;
    const pageStart = source.slice(0, start).includes('\f');
    const indent = measureIndent(source.slice(0, start));
    return { text, line: index + 1, column: start + 1, indent, ...(pageStart && { pageStart }) };
  });
}

/** Columns of space in the leading space of a line, tabs widened to the next multiple of 8; a form feed starts anew. */
export function measureIndent(space: string): number {
  let indent = 0;
  for (const character of space) {
    if (character === '\f') indent = 0;
    else indent += character === '\t' ? TAB_WIDTH - (indent % TAB_WIDTH) : 1;
  }
  return indent;
}

/** The part of a line from one index of its text to another, placed where it stands in the source; trimmed. */
export function sliceLine(line: LayoutLine, from: number, to: number): LayoutLine {
  const part = line.text.slice(from, to);
  const lead = part.length - part.trimStart().length;
  const offset = from + lead;
  return { ...line, text: part.trim(), column: line.column + offset, indent: line.indent + offset };
}
