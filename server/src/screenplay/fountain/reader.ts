/**
 * Fountain 1.1, read in one pass over the lines.
 */
import type { CharacterCue, ElementKind, ParseWarning, SceneHeading, ScriptElement } from '../../domain/script.js';
import { parseCharacterCue } from '../grammar/character-cue.js';
import { divisionTitle } from '../grammar/division-title.js';
import { stripEmphasis } from '../grammar/emphasis.js';
import { findNumberedHeadings } from '../grammar/numbered-headings.js';
import { directionEnd } from '../grammar/parentheses.js';
import { forcedSceneHeading, parseSceneHeading } from '../grammar/scene-heading.js';
import { isTransition } from '../grammar/transition.js';
import type { ParsedElements } from '../parsed-elements.js';
import type { DecodedText } from '../source/decode.js';
import { type MaskedLines, maskComments, spaced, visible, withoutComments } from './comments.js';
import { withoutFurniture } from './printed-page.js';
import { readTitlePage } from './title-page.js';

const PAGE_BREAK = /^={3,}$/;
const SECTION = /^#{1,6}\s*(?=\S)/;
const SYNOPSIS = /^=(?!==)\s*/;
const FORCED_HEADING = /^\.(?=[\p{L}\p{N}])/u;
const CENTERED = /^>(.*)<$/;
const FORCED_TRANSITION = /^>\s*/;
/** Marks that end a paragraph although no blank line stands before them. */
const BLOCK_MARK = /^(?:={3,}$|#{1,6}\s*\S|~|\.(?=[\p{L}\p{N}]))/u;
/** Longer lines are no headings. */
const MAX_HEADING_LENGTH = 200;

/**
 * Reads a Fountain file. Emphasis marks are taken off, line ends inside paragraphs and speeches are kept as `\n`; notes
 * and boneyards are taken out of the text, notes becoming elements of their own. Never throws.
 */
export function parseFountain(source: DecodedText): ParsedElements {
  const hasComments = /\[\[|\/\*/.test(source.text);
  const masked = withoutFurniture((hasComments ? maskComments : withoutComments)(source.lines));
  const { title, end } = readTitlePage(masked.lines.map(spaced));
  const reader = new FountainReader(source.lines, masked, end);
  reader.read();
  const { elements, headings } = reader;
  return {
    ...(title !== undefined && { title }),
    elements: mergeInOrder(elements, masked.notes),
    headings,
    warnings: [...masked.warnings, ...reader.warnings].sort((a, b) => a.line - b.line),
    lines: source.lines.length,
    titlePageEnd: end,
  };
}

/** A run of lines: indices from 0, `last` inclusive. */
interface Run {
  readonly first: number;
  readonly last: number;
}

interface Extra {
  readonly speaker?: string;
  readonly dual?: boolean;
}

class FountainReader {
  readonly elements: ScriptElement[] = [];
  readonly headings = new Map<ScriptElement, SceneHeading>();
  readonly warnings: ParseWarning[] = [];
  /** Blank lines of two spaces inside a speech keep it open, unless the file pads all its blank lines. */
  private readonly paddedBlanks: boolean;
  /** True when the line at hand stands after a blank line, or after an element that is one line by nature. */
  private opens = true;
  private readonly masked: readonly string[];
  /** What is left of each line; looked at many times. */
  private readonly visible: readonly string[];
  private readonly transparent: ReadonlySet<number>;
  private readonly numbered: ReadonlySet<number>;

  constructor(
    private readonly source: readonly string[],
    masked: MaskedLines,
    private at: number,
  ) {
    this.masked = masked.lines;
    this.transparent = masked.transparent;
    this.visible = masked.lines.map(visible);
    this.numbered = findNumberedHeadings(this.visible);
    const padded = source.filter((line) => /^ {2,}$/.test(line)).length;
    this.paddedBlanks = padded > source.filter((line) => line === '').length;
  }

  read(): void {
    while (this.at < this.masked.length) {
      const text = this.text(this.at);
      if (this.source[this.at]!.startsWith('\f')) this.opens = true;
      if (text === '') {
        this.opens = true;
        this.at++;
      } else {
        this.readBlock(text);
      }
    }
  }

  private readBlock(text: string): void {
    const single =
      this.readMarked(text) || this.readHeading(text) || this.readDivision(text) || this.readTransition(text);
    if (single) this.opens = true;
    else if (!this.readSpeech(text)) this.readAction();
  }

  /** Elements that a mark at the start of the line decides. */
  private readMarked(text: string): boolean {
    if (PAGE_BREAK.test(text)) this.at++;
    else if (SECTION.test(text)) this.readSection(text.replace(SECTION, ''));
    else if (SYNOPSIS.test(text)) this.addLine('synopsis', text.replace(SYNOPSIS, ''));
    else if (FORCED_HEADING.test(text)) this.addHeading(forcedSceneHeading(text));
    else if (text.startsWith('~')) this.readLyrics({});
    else if (CENTERED.test(text)) this.addLine('action', text.slice(1, -1).trim());
    else if (FORCED_TRANSITION.test(text)) this.addLine('transition', text.replace(FORCED_TRANSITION, ''));
    else return false;
    return true;
  }

  /** Markdown writers put `##` before scene headings. */
  private readSection(title: string): void {
    const heading = parseSceneHeading(title);
    if (heading) this.addHeading(heading);
    else this.addLine('section', title);
  }

  private readHeading(text: string): boolean {
    const heading = this.opens || isPlainHeading(text) ? parseSceneHeading(text) : undefined;
    if (!heading) return false;
    if (!this.opens) this.warn('Read as a scene heading although no blank line stands before it.');
    this.addHeading(heading);
    return true;
  }

  /** Files without a mark of Fountain are read as Fountain too; their acts and numbered scenes are titled in words. */
  private readDivision(text: string): boolean {
    if (!this.opens || this.text(this.at + 1) !== '') return false;
    const kind = this.numbered.has(this.at) ? 'scene_heading' : divisionTitle(text);
    if (kind === 'scene_heading') this.addHeading(forcedSceneHeading(text));
    else if (kind) this.addLine(kind, text);
    return kind !== undefined;
  }

  private readTransition(text: string): boolean {
    if (!this.opens || !isTransition(text)) return false;
    const next = this.text(this.at + 1);
    if (next !== '' && !parseSceneHeading(next)) return false;
    this.addLine('transition', text);
    return true;
  }

  private readSpeech(text: string): boolean {
    const forced = text.startsWith('@');
    if (!forced && (!this.opens || !this.isFollowed())) return false;
    const cue = parseCharacterCue(text);
    if (!cue) return false;
    this.addLine('character', stripCueMarks(text), speakerOf(cue));
    this.readDialogue(cue);
    this.opens = false;
    return true;
  }

  private readDialogue(cue: CharacterCue): void {
    while (this.at < this.masked.length && !this.endsDialogue(this.at)) {
      const text = this.text(this.at);
      const close = this.parentheticalEnd(this.at);
      if (text === '') this.at++;
      else if (text.startsWith('~')) this.readLyrics(speakerOf(cue));
      else if (close !== undefined) this.addRun('parenthetical', { first: this.at, last: close }, speakerOf(cue));
      else this.readSpokenLines(speakerOf(cue));
    }
  }

  private readSpokenLines(extra: Extra): void {
    const first = this.at;
    let last = first;
    for (let line = first + 1; line < this.masked.length && !this.endsDialogue(line); line++) {
      const text = this.text(line);
      if (text.startsWith('~') || this.parentheticalEnd(line) !== undefined) break;
      if (text !== '') last = line;
    }
    this.addRun('dialogue', { first, last }, extra);
  }

  private readLyrics(extra: Extra): void {
    const first = this.at;
    let last = first;
    while (this.text(last + 1).startsWith('~')) last++;
    this.addRun('lyrics', { first, last }, extra);
  }

  private readAction(): void {
    const first = this.at;
    let last = first;
    for (let line = first + 1; !this.isBlank(line) && !this.interrupts(this.text(line)); line++) {
      if (this.text(line) !== '') last = line;
    }
    this.addRun('action', { first, last });
    this.opens = false;
  }

  private parentheticalEnd(first: number): number | undefined {
    return directionEnd((line) => (this.isBlank(line) ? undefined : this.text(line)), first);
  }

  private endsDialogue(line: number): boolean {
    if (this.isBlank(line)) return !this.continuesDialogue(line);
    const text = this.text(line);
    return PAGE_BREAK.test(text) || SECTION.test(text) || isPlainHeading(text);
  }

  /** A line of two spaces. */
  private continuesDialogue(line: number): boolean {
    return !this.paddedBlanks && /^ {2,}$/.test(this.source[line] ?? '');
  }

  private interrupts(text: string): boolean {
    return BLOCK_MARK.test(text) || isPlainHeading(text);
  }

  private isBlank(line: number): boolean {
    return this.text(line) === '' && !this.transparent.has(line);
  }

  private isFollowed(): boolean {
    let next = this.at + 1;
    while (this.transparent.has(next)) next++;
    return this.text(next) !== '';
  }

  private text(line: number): string {
    return this.visible[line] ?? '';
  }

  private addHeading(heading: SceneHeading): void {
    const element = this.addLine('scene_heading', heading.text);
    this.headings.set(element, heading);
  }

  private addLine(kind: ElementKind, text: string, extra: Extra = {}): ScriptElement {
    const element = { kind, text: stripEmphasis(text), span: this.spanOf({ first: this.at, last: this.at }), ...extra };
    this.elements.push(element);
    this.at++;
    return element;
  }

  private addRun(kind: ElementKind, run: Run, extra: Extra = {}): void {
    const lines: string[] = [];
    for (let line = run.first; line <= run.last; line++) if (!this.transparent.has(line)) lines.push(this.text(line));
    const text = stripEmphasis(unmark(kind, lines)).trim();
    if (text !== '') this.elements.push({ kind, text, span: this.spanOf(run), ...extra });
    this.at = run.last + 1;
  }

  private spanOf({ first, last }: Run): ScriptElement['span'] {
    const start = spaced(this.masked[first]!);
    const end = last === first ? start : spaced(this.masked[last]!);
    const startColumn = start.length - start.trimStart().length + 1;
    return { startLine: first + 1, startColumn, endLine: last + 1, endColumn: end.trimEnd().length + 1 };
  }

  private warn(message: string): void {
    this.warnings.push({ line: this.at + 1, message });
  }
}

/** A heading that cannot be taken for anything else, wherever it stands. */
function isPlainHeading(text: string): boolean {
  if (text.length > MAX_HEADING_LENGTH || /\p{Ll}/u.test(text) || !/INT|EXT/.test(text)) return false;
  const heading = parseSceneHeading(text);
  return heading?.setting !== undefined && heading.time !== undefined;
}

function unmark(kind: ElementKind, lines: readonly string[]): string {
  if (kind === 'parenthetical') return lines.join(' ').slice(1, -1).trim();
  if (kind === 'lyrics') return lines.map((line) => line.replace(/^~\s*/, '')).join('\n');
  if (kind === 'action') return lines.map((line) => line.replace(/^!/, '')).join('\n');
  return lines.join('\n');
}

const stripCueMarks = (text: string): string =>
  text
    .replace(/^@/, '')
    .replace(/\s*\^$/, '')
    .trim();

const speakerOf = (cue: CharacterCue): Extra => ({ speaker: cue.name, ...(cue.dual && { dual: true }) });

/** Merges two lists that are each in source order. */
function mergeInOrder(elements: readonly ScriptElement[], notes: readonly ScriptElement[]): readonly ScriptElement[] {
  if (notes.length === 0) return elements;
  const before = (a: ScriptElement, b: ScriptElement): number =>
    a.span.startLine - b.span.startLine || a.span.startColumn - b.span.startColumn;
  return [...elements, ...notes].sort(before);
}
