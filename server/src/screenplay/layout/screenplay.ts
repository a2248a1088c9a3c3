/**
 * Reads a laid-out screenplay, from plain text or from a PDF: by columns where the script has them, else by the form
 * of its lines and the blank lines between them.
 */
import type { ElementKind } from '../../domain/script.js';
import { parseCharacterCue } from '../grammar/character-cue.js';
import { divisionTitle } from '../grammar/division-title.js';
import { findNumberedHeadings } from '../grammar/numbered-headings.js';
import { closesAt, directionEnd } from '../grammar/parentheses.js';
import { parsePrintedHeading } from '../grammar/printed-heading.js';
import { isTransition } from '../grammar/transition.js';
import type { ParsedElements } from '../parsed-elements.js';
import { type ColumnRole, type LayoutColumns, learnColumns } from './columns.js';
import { ElementWriter } from './element-writer.js';
import { spaceByGrammar } from './even-spacing.js';
import type { LayoutLine } from './line.js';
import { hadRoom, learnWidth } from './line-wrap.js';
import { findTitleBlock, lastLineBefore, type TitleBlock } from './title-block.js';

/** What a laid-out page says; see {@link ParsedElements}. */
export type LaidOutScript = Pick<ParsedElements, 'title' | 'titlePageEnd' | 'elements' | 'headings'>;

/** Longest cue that its column alone makes a cue. */
const MAX_COLUMN_CUE = 40;
const CONTINUED = /^(?:CONT|MORE|M[ÁA]S|SIGUE)/iu;
const TERMINAL = /[.!?…:;]["”»’')\]]*$/u;
const LOWER_START = /^["“«¿¡(]*\p{Ll}/u;

/** Reads the lines of a screenplay, page furniture already taken out. */
export function readScreenplayLayout(lines: readonly LayoutLine[]): LaidOutScript {
  const columns = learnColumns(lines);
  return new ScreenplayLayout(columns ? lines : spaceByGrammar(lines), columns).read();
}

class ScreenplayLayout {
  readonly #columns: LayoutColumns | undefined;
  readonly #writer = new ElementWriter();
  readonly #actionWidth: number | undefined;
  readonly #numbered: ReadonlySet<number>;

  constructor(
    private readonly lines: readonly LayoutLine[],
    columns: LayoutColumns | undefined,
  ) {
    this.#columns = columns;
    this.#numbered = findNumberedHeadings(lines.map(({ text }) => text));
    this.#actionWidth = learnWidth(lines.filter((line) => line.text !== '' && this.#roleOf(line) === 'action'));
  }

  read(): LaidOutScript {
    const { title, end } = this.#titleBlock();
    for (let at = end; at < this.lines.length; at++) this.#readLine(at);
    return { ...(title && { title }), titlePageEnd: lastLineBefore(this.lines, end), ...this.#writer.finish() };
  }

  #titleBlock(): TitleBlock {
    return findTitleBlock(this.lines, {
      isStructure: (at) => this.#structureAt(at) !== undefined,
      isCue: (at) => this.#isCue(at),
      isProse: (line) => this.#columns !== undefined && this.#roleOf(line) === 'action',
    });
  }

  #readLine(at: number): void {
    const line = this.lines[at]!;
    if (line.text === '') {
      // Columns show where a speech ends; without them a blank line does.
      if (this.#columns && !line.dual) this.#writer.close();
      else this.#writer.endSpeech();
      return;
    }
    if (this.#resumesSpeech(at)) this.#writer.resumeSpeech();
    const structure = this.#structureAt(at);
    if (structure) this.#writer.start(structure, line);
    else if (this.#isCue(at)) this.#readCue(line);
    else if (this.#isSpeech(line)) this.#readSpeech(at);
    else this.#readAction(line);
  }

  /** Headings, division titles and transitions: lines whose own form tells what they are. */
  #structureAt(at: number): ElementKind | undefined {
    const line = this.lines[at]!;
    if (line.text === '' || line.dual || this.#isInsideSpeech(at)) return undefined;
    if (parsePrintedHeading(line.text) || this.#numbered.has(at)) return 'scene_heading';
    if (this.#standsAlone(at)) return divisionTitle(line.text) ?? (isTransition(line.text) ? 'transition' : undefined);
    const apart = this.#isAfterBreak(at) || line.indent > (this.#columns?.cue ?? Number.POSITIVE_INFINITY);
    return apart && isTransition(line.text) ? 'transition' : undefined;
  }

  /** True for a line that the speech above runs into: no heading is looked for in what a character says. */
  #isInsideSpeech(at: number): boolean {
    const line = this.lines[at]!;
    if (this.#columns) return this.#roleOf(line) === 'dialogue' && this.#writer.speaker !== undefined;
    return !this.#isAfterBreak(at) && this.#writer.speaker !== undefined && /\p{Ll}/u.test(line.text);
  }

  #isCue(at: number): boolean {
    const line = this.lines[at]!;
    const next = this.lines[at + 1];
    if (line.text === '' || !next?.text || line.text.startsWith('(')) return false;
    if (line.dual) return this.lines[at - 1]?.dual !== line.dual || this.lines[at - 1]?.text === '';
    if (this.#columns) return this.#isColumnCue(line, next);
    return this.#isAfterBreak(at) && parseCharacterCue(line.text) !== undefined && !parsePrintedHeading(next.text);
  }

  #isColumnCue(line: LayoutLine, next: LayoutLine): boolean {
    const columns = this.#columns!;
    if (line.indent < (columns.dialogue + columns.cue) / 2 || this.#roleOf(next) === 'action') return false;
    if (next.indent >= line.indent && !next.text.startsWith('(')) return false;
    if (parseCharacterCue(line.text)) return true;
    return this.#roleOf(line) === 'cue' && line.text.length <= MAX_COLUMN_CUE && line.indent <= columns.cue + 1;
  }

  #readCue(line: LayoutLine): void {
    if (!this.#repeatsCue(line)) this.#writer.start('character', line);
  }

  /** A speech cut by the page has its cue printed again; (MORE) or an open sentence tells it from a new speech. */
  #repeatsCue(line: LayoutLine): boolean {
    const { open, speaker, lastLine } = this.#writer;
    const cue = parseCharacterCue(line.text);
    if (!line.pageStart || open !== 'dialogue' || cue?.name !== speaker) return false;
    const marked = cue?.extensions.some((extension) => CONTINUED.test(extension)) === true;
    return marked && (line.afterMore === true || !TERMINAL.test(lastLine!.text));
  }

  /** After a blank line a speech goes on in its own column only. */
  #isSpeech(line: LayoutLine): boolean {
    if (this.#writer.speaker === undefined) return false;
    if (line.dual !== undefined || this.#columns === undefined) return true;
    const role = this.#roleOf(line);
    return this.#writer.open === undefined ? role === 'dialogue' || line.text.startsWith('(') : role !== 'action';
  }

  /** Some programs set a direction inside a speech off by a blank line; its speech goes on below it. */
  #resumesSpeech(at: number): boolean {
    if (this.#columns) return false;
    const end = this.#directionEnd(at);
    return end !== undefined && Boolean(this.lines[end + 1]?.text);
  }

  #readSpeech(at: number): void {
    const writer = this.#writer;
    const line = this.lines[at]!;
    if (writer.open === 'parenthetical' && !writer.isClosedParenthetical) writer.extend(line);
    else if (this.#isParenthetical(at)) writer.start('parenthetical', line);
    else writer.put('dialogue', line);
  }

  /** A direction fills its lines; one that closes in the middle of a line stands inside the speech. */
  #isParenthetical(at: number): boolean {
    const line = this.lines[at]!;
    const stays = closesAt(line.text) === -1 && this.#roleOf(line) === 'parenthetical';
    return stays || this.#directionEnd(at) !== undefined;
  }

  #directionEnd(at: number): number | undefined {
    return directionEnd((line) => this.lines[line]?.text || undefined, at);
  }

  #readAction(line: LayoutLine): void {
    const writer = this.#writer;
    if (writer.open === 'scene_heading' && this.#wrapsHeading(line)) writer.extend(line);
    else if (writer.open === 'action' && this.#continuesAction(line)) writer.extend(line);
    else writer.start('action', line);
  }

  #wrapsHeading(line: LayoutLine): boolean {
    return !/\p{Ll}/u.test(line.text) && line.indent === this.#writer.lastLine?.indent && this.#fillsLineBefore(line);
  }

  /** Over a page's edge no blank line shows whether a paragraph ends: a full line and an open sentence go on. */
  #continuesAction(line: LayoutLine): boolean {
    if (!line.pageStart) return true;
    const last = this.#writer.lastLine!;
    return this.#fillsLineBefore(line) && (!TERMINAL.test(last.text) || LOWER_START.test(line.text));
  }

  /** True when the open paragraph breaks off at its full width before this line. */
  #fillsLineBefore(line: LayoutLine): boolean {
    const last = this.#writer.lastLine;
    return last !== undefined && !hadRoom(last, line, this.#actionWidth);
  }

  #roleOf(line: LayoutLine): ColumnRole {
    return this.#columns?.roleAt(line.indent) ?? 'action';
  }

  #isAfterBreak(at: number): boolean {
    const before = this.lines[at - 1];
    return before === undefined || before.text === '' || this.lines[at]!.pageStart === true;
  }

  #standsAlone(at: number): boolean {
    const next = this.lines[at + 1];
    return this.#isAfterBreak(at) && (next === undefined || next.text === '' || next.pageStart === true);
  }
}
