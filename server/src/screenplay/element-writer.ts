/**
 * Gathers laid-out lines into elements: paragraphs are opened, extended and closed, speakers carried along.
 */
import type { ElementKind, ScriptElement } from '../domain/script.js';
import { parseCharacterCue } from './character-cue.js';
import { stripEmphasis } from './emphasis.js';
import type { LayoutLine } from './layout-line.js';
import { LineWidths } from './line-wrap.js';
import { withoutParentheses } from './parentheses.js';

interface OpenParagraph {
  readonly kind: ElementKind;
  readonly lines: LayoutLine[];
}

const IN_SPEECH: readonly ElementKind[] = ['character', 'parenthetical', 'dialogue', 'lyrics'];

/** Writes the elements of one script in source order. */
export class ElementWriter {
  readonly #elements: ScriptElement[] = [];
  readonly #widths: LineWidths;
  #open: OpenParagraph | undefined;
  #speaker: string | undefined;
  #dual = false;

  constructor(lines: readonly LayoutLine[]) {
    this.#widths = new LineWidths(lines);
  }

  /** Kind of the paragraph that further lines would join; undefined after a close. */
  get open(): ElementKind | undefined {
    return this.#open?.kind;
  }

  /** Who speaks until the next element outside a speech; undefined outside speeches. */
  get speaker(): string | undefined {
    return this.#speaker;
  }

  /** Last line of the open paragraph. */
  get lastLine(): LayoutLine | undefined {
    return this.#open?.lines.at(-1);
  }

  /** True when the open paragraph breaks off at the width of its column before this line. */
  isFullBefore(line: LayoutLine): boolean {
    const last = this.lastLine;
    return last !== undefined && !this.#widths.hadRoom(last, line);
  }

  /** True when the open paragraph ends with a closed parenthesis, so that no further line is part of it. */
  get isClosedParenthetical(): boolean {
    return this.lastLine?.text.endsWith(')') === true;
  }

  /** Starts a paragraph with this line. A cue starts a speech; anything outside speeches ends one. */
  start(kind: ElementKind, line: LayoutLine): void {
    this.close();
    if (kind === 'character') this.#startSpeech(line);
    else if (!IN_SPEECH.includes(kind)) this.#speaker = undefined;
    this.#open = { kind, lines: [line] };
  }

  /** Adds a line to the open paragraph. */
  extend(line: LayoutLine): void {
    this.#open?.lines.push(line);
  }

  /** Adds a line to the open paragraph when that is of this kind, else starts one. */
  put(kind: ElementKind, line: LayoutLine): void {
    if (this.open === kind) this.extend(line);
    else this.start(kind, line);
  }

  /** Ends the open paragraph; the speech, if any, goes on. */
  close(): void {
    if (this.#open) this.#elements.push(this.#toElement(this.#open));
    this.#open = undefined;
  }

  /** Ends the speech, so that what follows is not read as part of it. */
  endSpeech(): void {
    this.close();
    this.#speaker = undefined;
  }

  /** Closes what is open and gives all elements. */
  finish(): ScriptElement[] {
    this.close();
    return this.#elements;
  }

  #startSpeech(line: LayoutLine): void {
    const cue = parseCharacterCue(line.text);
    this.#speaker = cue?.name ?? plainName(line.text);
    this.#dual = line.dual === 'right' || cue?.dual === true;
  }

  #toElement({ kind, lines }: OpenParagraph): ScriptElement {
    const first = lines[0]!;
    const last = lines.at(-1)!;
    const joined = stripEmphasis(this.#widths.join(lines, kind === 'dialogue' || kind === 'lyrics'));
    const speaker = IN_SPEECH.includes(kind) ? this.#speaker : undefined;
    return {
      kind,
      text: kind === 'parenthetical' ? withoutParentheses(joined) : joined,
      span: {
        startLine: first.line,
        startColumn: first.column,
        endLine: last.line,
        endColumn: last.column + last.text.length,
        ...(first.page !== undefined && { page: first.page }),
      },
      ...(speaker && { speaker }),
      ...(speaker && this.#dual && { dual: true }),
    };
  }
}

/** Name out of a cue whose form alone would not show it to be one (lower case, a colon after it). */
function plainName(text: string): string {
  const bare = text.replace(/\s*\([^()]*\)?/gu, '').replace(/[\s.:]+$/u, '');
  return (bare || text).toUpperCase();
}
