/**
 * Elements out of Final Draft paragraphs: what each paragraph type is, who speaks, the title.
 */
import type { ElementKind, ParseWarning, SceneHeading, ScriptElement, SourceSpan } from '../../domain/script.js';
import { withoutParentheses } from '../grammar/parentheses.js';
import { forcedSceneHeading } from '../grammar/scene-heading.js';
import { speakerName } from '../grammar/speaker-name.js';
import { isInSpeech, type ParsedElements } from '../parsed-elements.js';
import type { SourcePositions } from '../source/positions.js';

/** A paragraph as the XML holds it. */
export interface FdxParagraph {
  /** Attribute `Type`, empty when there is none. */
  readonly type: string;
  /** Part of the document the paragraph stands in. */
  readonly place: 'script' | 'title' | 'note' | 'summary' | 'elsewhere';
  /** Attribute `Number` of a scene heading. */
  readonly number?: string;
  /** Text of its runs, joined as written. */
  readonly text: string;
  /** Offset of the first run's text in the source, -1 without text. */
  readonly start: number;
  /** Offset after the last run's text. */
  readonly end: number;
}

/** Paragraph types of Final Draft. A shot is a camera direction inside its scene; a cast list is a production's note. */
const KINDS: Readonly<Record<string, ElementKind>> = {
  '': 'action',
  'scene heading': 'scene_heading',
  action: 'action',
  general: 'action',
  shot: 'action',
  character: 'character',
  parenthetical: 'parenthetical',
  dialogue: 'dialogue',
  singing: 'lyrics',
  lyrics: 'lyrics',
  transition: 'transition',
  'end of act': 'transition',
  'new act': 'section',
  synopsis: 'synopsis',
  'cast list': 'note',
  note: 'note',
};

/** Collects the elements of one document. */
export class FdxElements {
  readonly #found: { readonly start: number; readonly element: ScriptElement }[] = [];
  readonly #headings = new Map<ScriptElement, SceneHeading>();
  readonly #warnings: ParseWarning[] = [];
  readonly #unknownTypes = new Set<string>();
  #title: string | undefined;
  #speaker: string | undefined;
  #dualCues: number | undefined;

  constructor(
    private readonly source: string,
    private readonly positions: SourcePositions,
  ) {}

  /** Marks that the paragraphs that follow speak side by side. */
  startDual(): void {
    this.#dualCues = 0;
  }

  endDual(): void {
    this.#dualCues = undefined;
  }

  /** Takes a paragraph in when it has text and belongs to the script or its title. */
  add(paragraph: FdxParagraph): void {
    const text = tidy(paragraph.text);
    if (text === '' || paragraph.start < 0 || paragraph.place === 'elsewhere') return;
    if (paragraph.place === 'title') {
      this.#title ??= text;
      return;
    }
    const span = this.#span(paragraph);
    const kind = this.#kind(paragraph, span);
    const heading = kind === 'scene_heading' ? readHeading(text, paragraph.number) : undefined;
    const element = this.#element(kind, heading?.text ?? text, span);
    this.#found.push({ start: paragraph.start, element });
    if (heading) this.#headings.set(element, heading);
  }

  /** Everything taken in, in source order: a note inside a paragraph closes before it, wherever it stands. */
  finish(): Omit<ParsedElements, 'lines'> {
    const elements = this.#found.sort((a, b) => a.start - b.start).map(({ element }) => element);
    return { ...(this.#title && { title: this.#title }), elements, headings: this.#headings, warnings: this.#warnings };
  }

  #element(kind: ElementKind, text: string, span: SourceSpan): ScriptElement {
    if (kind === 'character') {
      this.#speaker = speakerName(text);
      if (this.#dualCues !== undefined) this.#dualCues++;
    } else if (!isInSpeech(kind) && kind !== 'note') {
      this.#speaker = undefined;
    }
    const speaker = isInSpeech(kind) ? this.#speaker : undefined;
    return {
      kind,
      text: kind === 'parenthetical' ? withoutParentheses(text) : text,
      span,
      ...(speaker && { speaker }),
      ...(speaker && (this.#dualCues ?? 0) > 1 && { dual: true }),
    };
  }

  #kind({ type, place }: FdxParagraph, span: SourceSpan): ElementKind {
    if (place === 'note') return 'note';
    if (place === 'summary') return 'synopsis';
    const known = KINDS[type.toLowerCase()];
    if (known === undefined && !this.#unknownTypes.has(type)) {
      this.#unknownTypes.add(type);
      const message =
        'A paragraph type that Final Draft does not define; it and others of its type are read as action.';
      this.#warnings.push({ line: span.startLine, message });
    }
    return known ?? 'action';
  }

  #span({ start, end }: FdxParagraph): SourceSpan {
    const raw = this.source.slice(start, end);
    const first = this.positions.at(start + raw.length - raw.trimStart().length);
    const last = this.positions.at(start + raw.trimEnd().length);
    return { startLine: first.line, startColumn: first.column, endLine: last.line, endColumn: last.column };
  }
}

function readHeading(text: string, number: string | undefined): SceneHeading {
  const heading = forcedSceneHeading(text);
  return number ? { ...heading, number } : heading;
}

const tidy = (text: string): string =>
  text
    .split(/\r\n|\r|\n/)
    .map((line) => line.trim())
    .join('\n')
    .trim();
