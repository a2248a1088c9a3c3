/**
 * Gathers laid-out lines into elements: paragraphs are opened, extended and closed, speakers carried along.
 */
import type { ElementKind, SceneHeading, ScriptElement, SourceSpan } from '../../domain/script.js';
import { stripEmphasis } from '../grammar/emphasis.js';
import { withoutParentheses } from '../grammar/parentheses.js';
import { parsePrintedHeading } from '../grammar/printed-heading.js';
import { forcedSceneHeading } from '../grammar/scene-heading.js';
import { speakerName } from '../grammar/speaker-name.js';
import { isInSpeech } from '../parsed-elements.js';
import type { LayoutLine } from './line.js';
import { joinLines, learnWidth } from './line-wrap.js';

interface Paragraph {
  readonly kind: ElementKind;
  readonly lines: LayoutLine[];
  readonly speaker: string | undefined;
  readonly dual: boolean;
}

/** How a layout prints its elements. */
export interface WriterOptions {
  /** True where action stands in parentheses, as in stage plays; they are then no part of its text. */
  readonly directionsInParentheses?: boolean;
  /** How sure the kind of a line is, 0..1; undefined where nobody doubts it. */
  readonly confidenceOf?: (line: LayoutLine) => number | undefined;
}

/** What may be verse: its line ends may be meant. */
const VERSE: readonly ElementKind[] = ['dialogue', 'lyrics'];

/** Writes the elements of one script in source order. */
export class ElementWriter {
  readonly #paragraphs: Paragraph[] = [];
  readonly #headings = new Map<ScriptElement, SceneHeading>();
  #open: Paragraph | undefined;
  #speaker: string | undefined;
  #interrupted: string | undefined;
  #dual = false;

  constructor(private readonly options: WriterOptions = {}) {}

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

  /** True when the open paragraph ends with a closed parenthesis, so that no further line is part of it. */
  get isClosedParenthetical(): boolean {
    return this.lastLine?.text.endsWith(')') === true;
  }

  /** Starts a paragraph with this line. A cue starts a speech; anything outside speeches ends one. */
  start(kind: ElementKind, line: LayoutLine): void {
    this.close();
    if (kind === 'character') this.#startSpeech(line);
    else if (!isInSpeech(kind)) this.#speaker = undefined;
    this.#interrupted = undefined;
    const speaker = isInSpeech(kind) ? this.#speaker : undefined;
    this.#open = { kind, lines: [line], speaker, dual: speaker !== undefined && this.#dual };
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
    if (this.#open) this.#paragraphs.push(this.#open);
    this.#open = undefined;
  }

  /** Ends the speech, so that what follows is not read as part of it. */
  endSpeech(): void {
    this.close();
    this.#interrupted = this.#speaker ?? this.#interrupted;
    this.#speaker = undefined;
  }

  /** Takes the last speech up again, when nothing but blank lines came after it. */
  resumeSpeech(): void {
    this.#speaker ??= this.#interrupted;
  }

  /** Closes what is open and gives all elements, and the headings among them taken apart. */
  finish(): { elements: readonly ScriptElement[]; headings: ReadonlyMap<ScriptElement, SceneHeading> } {
    this.close();
    const spoken = this.#paragraphs.filter(({ kind }) => VERSE.includes(kind));
    const verseWidth = learnWidth(spoken.flatMap(({ lines }) => lines));
    const elements = this.#paragraphs.map((paragraph) => this.#toElement(paragraph, verseWidth));
    return { elements, headings: this.#headings };
  }

  #startSpeech(line: LayoutLine): void {
    this.#speaker = speakerName(line.text);
    this.#dual = line.dual === 'right';
  }

  #toElement({ kind, lines, speaker, dual }: Paragraph, verseWidth: number | undefined): ScriptElement {
    const joined = stripEmphasis(joinLines(lines, VERSE.includes(kind) ? verseWidth : undefined));
    const heading = kind === 'scene_heading' ? (parsePrintedHeading(joined) ?? forcedSceneHeading(joined)) : undefined;
    const element: ScriptElement = {
      kind,
      text: heading?.text ?? (this.#unwraps(kind) ? withoutParentheses(joined) : joined),
      span: spanOf(lines),
      ...(speaker && { speaker }),
      ...(dual && { dual }),
      ...this.#confidence(lines),
    };
    if (heading) this.#headings.set(element, heading);
    return element;
  }

  /** An element is as sure as its least sure line. */
  #confidence(lines: readonly LayoutLine[]): { confidence?: number } {
    const known = lines.flatMap((line) => this.options.confidenceOf?.(line) ?? []);
    return known.length === 0 ? {} : { confidence: Math.min(...known) };
  }

  #unwraps(kind: ElementKind): boolean {
    return kind === 'parenthetical' || (kind === 'action' && this.options.directionsInParentheses === true);
  }
}

function spanOf(lines: readonly LayoutLine[]): SourceSpan {
  const first = lines[0]!;
  const last = lines.at(-1)!;
  return {
    startLine: first.line,
    startColumn: first.column,
    endLine: last.line,
    endColumn: last.column + last.text.length,
    ...(first.page !== undefined && { page: first.page }),
  };
}
