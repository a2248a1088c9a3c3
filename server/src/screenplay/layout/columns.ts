/**
 * Finds the columns of a laid-out screenplay: where action, speeches and cues begin, learnt from the script itself.
 */
import { parseCharacterCue } from '../grammar/character-cue.js';
import type { LayoutLine } from './line.js';

/** What a line is by where it begins. */
export type ColumnRole = 'action' | 'dialogue' | 'parenthetical' | 'cue';

/** Least difference between two columns. */
const MIN_STEP = 2;

/** Paragraphs at the speeches' indent, per speech, above which that indent is no column of its own: action shares it. */
const MAX_PARAGRAPH_SHARE = 0.2;

/** Columns by which a cue in lower case stands deeper than its speech, at least; and its greatest length. */
const MIN_CUE_DEPTH = 4;
const MAX_CUE = 40;
const SENTENCE_END = /[.,;:!?…]$/u;

type CueTest = (line: LayoutLine, before: LayoutLine | undefined, next: LayoutLine) => boolean;

/** Columns of one script, as indents. */
export class LayoutColumns {
  constructor(
    readonly action: number,
    readonly dialogue: number,
    readonly cue: number,
  ) {}

  /** Role of a line that begins at this indent: that of the nearest column. Parentheticals stand between two columns. */
  roleAt(indent: number): ColumnRole {
    if (indent <= (this.action + this.dialogue) / 2) return 'action';
    if (indent - this.dialogue <= Math.max(1, (this.cue - this.dialogue) / 4)) return 'dialogue';
    return indent < this.cue - 1 ? 'parenthetical' : 'cue';
  }
}

/** Learns the columns from lines that look like a cue over a speech; undefined when the script is flat. */
export function learnColumns(lines: readonly LayoutLine[]): LayoutColumns | undefined {
  return learnFrom(lines, (line) => parseCharacterCue(line.text) !== undefined) ?? learnFrom(lines, isSetLikeCue);
}

/** Names in lower case show as cues only by standing deep over what follows, after a blank line. */
function isSetLikeCue(line: LayoutLine, before: LayoutLine | undefined, next: LayoutLine): boolean {
  const deep = line.indent - next.indent >= MIN_CUE_DEPTH;
  return deep && !before?.text && line.text.length <= MAX_CUE && !SENTENCE_END.test(line.text);
}

function learnFrom(lines: readonly LayoutLine[], isCue: CueTest): LayoutColumns | undefined {
  const cues = new Tally();
  const speeches = new Tally();
  lines.forEach((line, at) => {
    const next = lines[at + 1];
    if (!next?.text || line.dual || line.indent <= next.indent || next.text.startsWith('(')) return;
    if (!isCue(line, lines[at - 1], next)) return;
    cues.add(line.indent);
    speeches.add(next.indent);
  });
  const dialogue = speeches.mode(() => true);
  if (dialogue === undefined) return undefined;
  if (opensParagraphs(lines, dialogue) > speeches.total * MAX_PARAGRAPH_SHARE) return undefined;
  const margins = new Tally();
  for (const line of lines) if (line.text !== '' && !line.dual) margins.add(line.indent);
  const action = margins.mode((indent) => indent <= dialogue - MIN_STEP);
  const cue = cues.mode((indent) => indent >= dialogue + MIN_STEP);
  if (action === undefined && dialogue < MIN_STEP) return undefined;
  return cue === undefined ? undefined : new LayoutColumns(action ?? 0, dialogue, cue);
}

/** Paragraphs that begin at an indent, or a column beside it, and are no cue. */
function opensParagraphs(lines: readonly LayoutLine[], indent: number): number {
  const opens = (line: LayoutLine, at: number): boolean =>
    line.text !== '' && !lines[at - 1]?.text && Math.abs(line.indent - indent) < MIN_STEP;
  return lines.filter((line, at) => opens(line, at) && !parseCharacterCue(line.text)).length;
}

/** Counts how often each indent occurs. */
class Tally {
  readonly #counts = new Map<number, number>();
  total = 0;

  add(indent: number): void {
    this.total++;
    this.#counts.set(indent, (this.#counts.get(indent) ?? 0) + 1);
  }

  mode(accept: (indent: number) => boolean): number | undefined {
    let best: number | undefined;
    for (const [indent, count] of this.#counts) {
      if (accept(indent) && count > (best === undefined ? 0 : this.#counts.get(best)!)) best = indent;
    }
    return best;
  }
}
