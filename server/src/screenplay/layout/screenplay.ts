/**
 * What the lines of a laid-out screenplay are by rule: by columns where the script has them, else by the form of its
 * lines and the blank lines between them.
 */
import type { ElementKind } from '../../domain/script.js';
import { parseCharacterCue } from '../grammar/character-cue.js';
import { divisionTitle } from '../grammar/division-title.js';
import { findNumberedHeadings } from '../grammar/numbered-headings.js';
import { closesAt, directionEnd } from '../grammar/parentheses.js';
import { parsePrintedHeading } from '../grammar/printed-heading.js';
import { isTransition } from '../grammar/transition.js';
import { type ColumnRole, type LayoutColumns, learnColumns } from './columns.js';
import { spaceByGrammar } from './even-spacing.js';
import type { LayoutLine } from './line.js';
import { hadRoom, learnWidth } from './line-wrap.js';
import { findTitleBlock, type TitleBlock } from './title-block.js';

/** Longest cue that its column alone makes a cue. */
const MAX_COLUMN_CUE = 40;

/** A screenplay's lines as the rules read them. */
export interface RuleReading {
  readonly title?: string;
  /** The lines after the title block, blank lines where paragraphs end. */
  readonly lines: readonly LayoutLine[];
  /** Source line, from 1, on which the title block ends; 0 when there is none. */
  readonly titlePageEnd: number;
  /** What each printed line is. */
  readonly kinds: ReadonlyMap<LayoutLine, ElementKind>;
}

/** Reads the lines of a screenplay, page furniture already taken out. */
export function readByRules(lines: readonly LayoutLine[]): RuleReading {
  const columns = learnColumns(lines);
  return new ScreenplayLayout(columns ? lines : spaceByGrammar(lines), columns).read();
}

class ScreenplayLayout {
  readonly #columns: LayoutColumns | undefined;
  readonly #kinds = new Map<LayoutLine, ElementKind>();
  readonly #actionWidth: number | undefined;
  readonly #numbered: ReadonlySet<number>;
  /** Kind of the paragraph that goes on, and its last line; undefined after a blank line. */
  #open: ElementKind | undefined;
  #last: LayoutLine | undefined;
  #speaks = false;
  #interrupted = false;

  constructor(
    private readonly lines: readonly LayoutLine[],
    columns: LayoutColumns | undefined,
  ) {
    this.#columns = columns;
    this.#numbered = findNumberedHeadings(lines.map(({ text }) => text));
    this.#actionWidth = learnWidth(lines.filter((line) => line.text !== '' && this.#roleOf(line) === 'action'));
  }

  read(): RuleReading {
    const { title, end } = this.#titleBlock();
    for (let at = end; at < this.lines.length; at++) this.#readLine(at);
    return {
      ...(title && { title }),
      lines: this.lines.slice(end),
      titlePageEnd: this.lines[end - 1]?.line ?? 0,
      kinds: this.#kinds,
    };
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
      this.#open = undefined;
      // Columns show where a speech ends; without them a blank line does.
      if (!this.#columns || line.dual) this.#endSpeech();
      return;
    }
    if (this.#resumesSpeech(at)) this.#speaks ||= this.#interrupted;
    this.#put(this.#kindAt(at), line);
  }

  #endSpeech(): void {
    this.#interrupted ||= this.#speaks;
    this.#speaks = false;
  }

  #put(kind: ElementKind, line: LayoutLine): void {
    const inSpeech = kind === 'dialogue' || kind === 'parenthetical' || kind === 'character';
    this.#speaks = inSpeech && (this.#speaks || kind === 'character');
    this.#interrupted = false;
    this.#open = kind;
    this.#last = line;
    this.#kinds.set(line, kind);
  }

  #kindAt(at: number): ElementKind {
    const line = this.lines[at]!;
    const structure = this.#structureAt(at);
    if (structure) return structure;
    if (this.#isCue(at)) return 'character';
    if (this.#isSpeech(line)) return this.#isDirection(at) ? 'parenthetical' : 'dialogue';
    return this.#open === 'scene_heading' && this.#wrapsHeading(line) ? 'scene_heading' : 'action';
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
    if (this.#columns) return this.#roleOf(line) === 'dialogue' && this.#speaks;
    return !this.#isAfterBreak(at) && this.#speaks && /\p{Ll}/u.test(line.text);
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

  /** After a blank line a speech goes on in its own column only. */
  #isSpeech(line: LayoutLine): boolean {
    if (!this.#speaks) return false;
    if (line.dual !== undefined || this.#columns === undefined) return true;
    const role = this.#roleOf(line);
    return this.#open === undefined ? role === 'dialogue' || line.text.startsWith('(') : role !== 'action';
  }

  /** Some programs set a direction inside a speech off by a blank line; its speech goes on below it. */
  #resumesSpeech(at: number): boolean {
    if (this.#columns) return false;
    const end = this.#directionEnd(at);
    return end !== undefined && Boolean(this.lines[end + 1]?.text);
  }

  /** A direction fills its lines; one that closes in the middle of a line stands inside the speech. */
  #isDirection(at: number): boolean {
    const line = this.lines[at]!;
    if (this.#open === 'parenthetical' && !this.#last!.text.endsWith(')')) return true;
    const stays = closesAt(line.text) === -1 && this.#roleOf(line) === 'parenthetical';
    return stays || this.#directionEnd(at) !== undefined;
  }

  #directionEnd(at: number): number | undefined {
    return directionEnd((line) => this.lines[line]?.text || undefined, at);
  }

  #wrapsHeading(line: LayoutLine): boolean {
    const last = this.#last!;
    const full = !hadRoom(last, line, this.#actionWidth);
    return !/\p{Ll}/u.test(line.text) && line.indent === last.indent && full;
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
