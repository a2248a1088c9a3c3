/**
 * Lines that are known for what they are to elements: paragraphs are put together, over page breaks too.
 */
import type { ElementKind } from '../../domain/script.js';
import { parseCharacterCue } from '../grammar/character-cue.js';
import { parsePrintedHeading } from '../grammar/printed-heading.js';
import { ElementWriter } from './element-writer.js';
import type { LayoutLine } from './line.js';
import { hadRoom, learnWidth } from './line-wrap.js';

/** What a printed line is; `other` belongs to the page. */
export type LineKind = ElementKind | 'other';

const CONTINUED = /^(?:CONT|MORE|M[ÁA]S|SIGUE)/iu;
const TERMINAL = /[.!?…:;]["”»’')\]]*$/u;
const LOWER_START = /^["“«¿¡(]*\p{Ll}/u;

/** Elements in source order, and the headings among them taken apart. */
export type Written = ReturnType<ElementWriter['finish']>;

/** Elements of a script whose printed lines all have a kind. */
export function writeParagraphs(
  lines: readonly LayoutLine[],
  kindOf: (line: LayoutLine) => LineKind | undefined,
  confidenceOf: (line: LayoutLine) => number | undefined = () => undefined,
): Written {
  return new Paragraphs(lines, kindOf, new ElementWriter({ confidenceOf })).write();
}

class Paragraphs {
  readonly #actionWidth: number | undefined;
  /** True after a line of the page's own: what stood before it may go on. */
  #turned = false;

  constructor(
    private readonly lines: readonly LayoutLine[],
    private readonly kindOf: (line: LayoutLine) => LineKind | undefined,
    private readonly writer: ElementWriter,
  ) {
    this.#actionWidth = learnWidth(lines.filter((line) => line.text !== '' && kindOf(line) === 'action'));
  }

  write(): Written {
    for (const line of this.lines) this.#take(line);
    return this.writer.finish();
  }

  #take(line: LayoutLine): void {
    const kind = line.text === '' ? undefined : this.kindOf(line);
    if (kind === undefined) this.writer.close();
    else if (kind === 'other') this.#turned = true;
    else {
      this.#put(kind, this.#turned ? { ...line, pageStart: true } : line);
      this.#turned = false;
    }
  }

  #put(kind: ElementKind, line: LayoutLine): void {
    const { writer } = this;
    const { open } = writer;
    const goesOn =
      (kind === 'scene_heading' && open === kind && !line.pageStart && !parsePrintedHeading(line.text)) ||
      (kind === 'parenthetical' && open === kind && !writer.isClosedParenthetical) ||
      (kind === 'action' && open === kind && this.#continuesAction(line)) ||
      (kind === 'dialogue' && open === kind);
    if (goesOn) writer.extend(line);
    else if (kind !== 'character' || !this.#repeatsCue(line)) writer.start(kind, line);
  }

  /** A speech cut by the page has its cue printed again; (MORE) or an open sentence tells it from a new speech. */
  #repeatsCue(line: LayoutLine): boolean {
    const { open, speaker, lastLine } = this.writer;
    const cue = parseCharacterCue(line.text);
    if (!line.pageStart || open !== 'dialogue' || cue?.name !== speaker) return false;
    const marked = cue?.extensions.some((extension) => CONTINUED.test(extension)) === true;
    return marked && (line.afterMore === true || !TERMINAL.test(lastLine!.text));
  }

  /** Over a page's edge no blank line shows whether a paragraph ends: a full line and an open sentence go on. */
  #continuesAction(line: LayoutLine): boolean {
    if (!line.pageStart) return true;
    const last = this.writer.lastLine!;
    return !hadRoom(last, line, this.#actionWidth) && (!TERMINAL.test(last.text) || LOWER_START.test(line.text));
  }
}
