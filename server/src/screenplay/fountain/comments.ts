/**
 * Notes `[[ ]]` and boneyards of Fountain: found across lines and masked, so that the rest keeps its place.
 */
import type { ParseWarning, ScriptElement } from '../../domain/script.js';

/** Stands for each masked character. Decoded text never holds it: files with NUL are refused. */
const MASK = '\0';

/** Lines of a Fountain file with comments masked, and what was masked. */
export interface MaskedLines {
  /** Same lines, same columns, comment characters replaced by {@link MASK}. */
  readonly lines: readonly string[];
  /** Lines, from 0, on which nothing but comment stands and which break no paragraph: those of notes, and those inside
   * a boneyard that begins and ends among words. */
  readonly transparent: ReadonlySet<number>;
  /** The notes, in source order. */
  readonly notes: readonly ScriptElement[];
  readonly warnings: readonly ParseWarning[];
}

const OPENERS = /\/\*|\[\[/g;
/** What ends the search for a closer. */
const ENDS = { '/*': /\*\//g, '[[': /\]\]|\[\[/g } as const;

interface Position {
  readonly line: number;
  readonly column: number;
}

/** The lines of a file without comments. */
export const withoutComments = (source: readonly string[]): MaskedLines => ({
  lines: source,
  transparent: new Set(),
  notes: [],
  warnings: [],
});

/**
 * Masks boneyards and notes. Both may run over blank lines: Fountain asks for two spaces on those inside a note, which
 * writers forget. What is never closed, or closed only after another note opens, stays text, with a warning. Time is
 * linear in the text.
 */
export function maskComments(source: readonly string[]): MaskedLines {
  const masks: LineMask[] = [];
  const transparent = new Set<number>();
  const notes: ScriptElement[] = [];
  const warnings: ParseWarning[] = [];
  const find = createCloserSearch(source);
  let at: Position = { line: 0, column: 0 };
  while (at.line < source.length) {
    const opener = nextOpener(source, at);
    if (!opener) {
      at = { line: at.line + 1, column: 0 };
      continue;
    }
    const end = find(opener.mark, opener);
    if (end) {
      if (opener.mark === '[[') notes.push(toNote(source, opener, end));
      addMasks(masks, source, opener, end);
      for (const line of transparentLines(source, opener, end)) transparent.add(line);
    } else {
      warnings.push({ line: opener.line + 1, message: `"${opener.mark}" is never closed; read as text` });
    }
    at = end ?? { line: opener.line, column: opener.column + 2 };
  }
  return { lines: applyMasks(source, masks), transparent, notes, warnings };
}

function nextOpener(source: readonly string[], from: Position): (Position & { mark: '/*' | '[[' }) | undefined {
  OPENERS.lastIndex = from.column;
  const match = OPENERS.exec(source[from.line]!);
  return match ? { line: from.line, column: match.index, mark: match[0] as '/*' | '[[' } : undefined;
}

/**
 * Finds where a comment ends. A boneyard ends at its first closer; a note also fails where another one opens first. A
 * search that came to the end of the file is not repeated.
 */
function createCloserSearch(source: readonly string[]): (mark: '/*' | '[[', open: Position) => Position | undefined {
  const hopeless = { '/*': false, '[[': false };
  return (mark, open) => {
    const ends = ENDS[mark];
    for (let line = open.line; line < source.length && !hopeless[mark]; line++) {
      ends.lastIndex = line === open.line ? open.column + 2 : 0;
      const match = ends.exec(source[line]!);
      if (match) return match[0] === '[[' ? undefined : { line, column: ends.lastIndex };
    }
    hopeless[mark] = true;
    return undefined;
  };
}

/** A stretch of one line to mask: columns from 0, `to` exclusive. */
interface LineMask {
  readonly line: number;
  readonly from: number;
  readonly to: number;
}

function addMasks(masks: LineMask[], source: readonly string[], start: Position, end: Position): void {
  for (let line = start.line; line <= end.line; line++) {
    const from = line === start.line ? start.column : 0;
    const to = line === end.line ? end.column : source[line]!.length;
    masks.push({ line, from, to });
  }
}

function* transparentLines(source: readonly string[], start: Position, end: Position): Generator<number> {
  const wordsBefore = source[start.line]!.slice(0, start.column).trim() !== '';
  const wordsAfter = source[end.line]!.slice(end.column).trim() !== '';
  const isNote = source[start.line]!.startsWith('[[', start.column);
  if (!isNote && !(wordsBefore && wordsAfter)) return;
  for (let line = start.line + 1; line < end.line; line++) yield line;
  if (start.line === end.line && (wordsBefore || wordsAfter)) return;
  if (!wordsBefore) yield start.line;
  if (!wordsAfter) yield end.line;
}

/** Each line is put together once, however many comments it holds. */
function applyMasks(source: readonly string[], masks: readonly LineMask[]): readonly string[] {
  const lines = [...source];
  for (let index = 0; index < masks.length; ) {
    const { line } = masks[index]!;
    const text = source[line]!;
    const parts: string[] = [];
    let column = 0;
    for (; masks[index]?.line === line; index++) {
      const { from, to } = masks[index]!;
      parts.push(text.slice(column, from), MASK.repeat(to - from));
      column = to;
    }
    lines[line] = parts.join('') + text.slice(column);
  }
  return lines;
}

function toNote(source: readonly string[], start: Position, end: Position): ScriptElement {
  const inner: string[] = [];
  for (let line = start.line; line <= end.line; line++) {
    const from = line === start.line ? start.column + 2 : 0;
    const to = line === end.line ? end.column - 2 : undefined;
    inner.push(source[line]!.slice(from, to).trim());
  }
  const span = {
    startLine: start.line + 1,
    startColumn: start.column + 1,
    endLine: end.line + 1,
    endColumn: end.column + 1,
  };
  return { kind: 'note', text: inner.join('\n').trim(), span };
}

/** A comment with the spaces beside it. */
const MASKED_RUN = / ?\0+ ?/g;

/** What is left of a line, with one space where a comment stood between two. */
export function visible(masked: string): string {
  if (!masked.includes(MASK)) return masked.trim();
  return masked.replace(MASKED_RUN, (run) => (run.startsWith(' ') || run.endsWith(' ') ? ' ' : '')).trim();
}

/** A line with spaces where comments stood: the rest keeps its columns. */
export const spaced = (masked: string): string => (masked.includes(MASK) ? masked.replaceAll(MASK, ' ') : masked);
