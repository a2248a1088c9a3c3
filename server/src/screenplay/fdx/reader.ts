/**
 * Final Draft (FDX): XML whose paragraphs already say what they are. Read as a stream; nothing is ever expanded, so a
 * document type or an entity of its own is refused rather than understood.
 */
import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { EngineError } from '../../domain/errors.js';
import type { ParsedElements } from '../parsed-elements.js';
import type { DecodedText } from '../source/decode.js';
import { SourcePositions } from '../source/positions.js';
import { FdxElements, type FdxParagraph } from './elements.js';

/** Final Draft's own files nest about ten deep. */
const MAX_DEPTH = 100;

/**
 * Reads a Final Draft document. Spans are lines and columns of the XML, from the first to the last character of the
 * paragraph's text.
 *
 * @param field Request field that the document came in, named in errors.
 * @throws EngineError `SCRIPT_MALFORMED` with the line, when the XML is broken, declares a document type, nests deeper
 * than 100 elements, or is no Final Draft document with a `Content`.
 */
export function parseFdx(source: DecodedText, field = 'script.data'): ParsedElements {
  return new FdxReader(source, field).read();
}

type OpenParagraph = { -readonly [Key in keyof FdxParagraph]: FdxParagraph[Key] };

class FdxReader {
  readonly #source: DecodedText;
  readonly #positions: SourcePositions;
  readonly #parser = new SaxesParser();
  readonly #path: string[] = [];
  readonly #open: OpenParagraph[] = [];
  readonly #elements: FdxElements;
  #textStart: number | undefined;
  #hasContent = false;

  constructor(
    source: DecodedText,
    private readonly field: string,
  ) {
    this.#source = source;
    this.#positions = new SourcePositions(source);
    this.#elements = new FdxElements(source.text, this.#positions);
    this.#parser.on('error', () => this.#fail('The XML is broken here.'));
    this.#parser.on('doctype', () => this.#fail('A document type (DOCTYPE) is not allowed in a Final Draft file.'));
    this.#parser.on('opentag', (tag) => this.#enter(tag));
    this.#parser.on('closetag', (tag) => this.#leave(tag.name));
    this.#parser.on('text', (text) => this.#take(text));
    this.#parser.on('cdata', (text) => this.#take(text));
  }

  read(): ParsedElements {
    this.#parser.write(this.#source.text).close();
    if (!this.#hasContent) this.#fail('The Final Draft document has no Content.', 1);
    return { ...this.#elements.finish(), lines: this.#source.lines.length };
  }

  #enter(tag: SaxesTagPlain): void {
    this.#path.push(tag.name);
    const depth = this.#path.length;
    if (depth > MAX_DEPTH) this.#fail(`Elements are nested more than ${MAX_DEPTH} deep.`);
    if (depth === 1 && tag.name !== 'FinalDraft') this.#fail('The document is not a FinalDraft document.');
    if (depth === 2 && tag.name === 'Content') this.#hasContent = true;
    if (tag.name === 'Paragraph') this.#openParagraph(tag.attributes);
    if (tag.name === 'DualDialogue') this.#elements.startDual();
    if (tag.name === 'Text' && this.#path.at(-2) === 'Paragraph') this.#textStart = this.#parser.position;
  }

  #leave(name: string): void {
    this.#path.pop();
    if (name === 'Text') this.#closeText();
    if (name === 'DualDialogue') this.#elements.endDual();
    if (name !== 'Paragraph') return;
    const paragraph = this.#open.pop();
    if (paragraph) this.#elements.add(paragraph);
  }

  #openParagraph(attributes: Record<string, string>): void {
    const { Type: type = '', Number: number = '' } = attributes;
    this.#open.push({ type, number, place: this.#place(), text: '', start: -1, end: -1 });
  }

  /** Where in the document the paragraph that just opened stands. */
  #place(): FdxParagraph['place'] {
    const path = this.#path;
    if (path[1] === 'TitlePage' && path[2] === 'Content') return 'title';
    if (path[1] !== 'Content') return 'elsewhere';
    if (path.includes('ScriptNote')) return 'note';
    if (path.includes('Summary')) return 'summary';
    return path.includes('SceneProperties') ? 'elsewhere' : 'script';
  }

  #take(text: string): void {
    const paragraph = this.#open.at(-1);
    if (this.#textStart !== undefined && paragraph) paragraph.text += text;
  }

  #closeText(): void {
    const paragraph = this.#open.at(-1);
    const start = this.#textStart;
    this.#textStart = undefined;
    const end = this.#source.text.lastIndexOf('<', this.#parser.position - 1);
    if (!paragraph || start === undefined || this.#source.text.slice(start, end).trim() === '') return;
    if (paragraph.start < 0) paragraph.start = start;
    paragraph.end = end;
  }

  #fail(description: string, line = this.#positions.at(this.#parser.position).line): never {
    throw new EngineError('SCRIPT_MALFORMED', `Line ${line}: ${description}`, {
      violations: [{ field: this.field, description, line }],
    });
  }
}
