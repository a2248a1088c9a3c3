/**
 * Fade In's document (Open Screenplay Format): XML whose paragraphs name their style. Read as a stream, like Final
 * Draft's.
 */
import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { EngineError } from '../../domain/errors.js';
import { FdxElements, type FdxParagraph } from '../fdx/elements.js';
import type { ParsedElements } from '../parsed-elements.js';
import type { DecodedText } from '../source/decode.js';
import { SourcePositions } from '../source/positions.js';

/** Fade In's own files nest about five deep. */
const MAX_DEPTH = 50;

type OpenParagraph = { -readonly [Key in keyof FdxParagraph]: FdxParagraph[Key] };

/**
 * Reads the document of a Fade In file. Spans are lines and columns of its XML.
 *
 * @throws EngineError `SCRIPT_MALFORMED` with the line, when the XML is broken, declares a document type, nests deeper
 * than 50 elements or has no paragraphs.
 */
export function parseFadeIn(source: DecodedText, field = 'script.data'): ParsedElements {
  return new FadeInReader(source, field).read();
}

class FadeInReader {
  readonly #positions: SourcePositions;
  readonly #parser = new SaxesParser();
  readonly #path: string[] = [];
  readonly #elements: FdxElements;
  #paragraph: OpenParagraph | undefined;
  #textStart: number | undefined;
  #hasParagraphs = false;

  constructor(
    private readonly source: DecodedText,
    private readonly field: string,
  ) {
    this.#positions = new SourcePositions(source);
    this.#elements = new FdxElements(source.text, this.#positions);
    this.#parser.on('error', () => this.#fail('The XML is broken here.'));
    this.#parser.on('doctype', () => this.#fail('A document type (DOCTYPE) is not allowed in a Fade In file.'));
    this.#parser.on('opentag', (tag) => this.#enter(tag));
    this.#parser.on('closetag', ({ name }) => this.#leave(name));
    this.#parser.on('text', (text) => this.#take(text));
  }

  read(): ParsedElements {
    this.#parser.write(this.source.text).close();
    if (!this.#hasParagraphs) this.#fail('The Fade In document has no paragraphs.', 1);
    return { ...this.#elements.finish(), lines: this.source.lines.length };
  }

  #enter({ name, attributes }: SaxesTagPlain): void {
    this.#path.push(name);
    if (this.#path.length > MAX_DEPTH) this.#fail(`Elements are nested more than ${MAX_DEPTH} deep.`);
    if (name === 'paragraphs') this.#hasParagraphs = true;
    if (name === 'para') this.#openParagraph(attributes);
    if (name === 'style' && this.#paragraph) {
      const style = attributes['basestyle'] ?? attributes['basestylename'] ?? '';
      this.#paragraph.type = style === 'Normal Text' ? 'General' : style;
    }
    if (name === 'text' && this.#paragraph) this.#textStart = this.#parser.position;
  }

  #openParagraph({ bookmark = '', number = '' }: Record<string, string>): void {
    const inTitle = this.#path.includes('titlepage');
    const place = inTitle ? (bookmark === 'Title' ? 'title' : 'elsewhere') : 'script';
    this.#paragraph = { type: '', number, place, text: '', start: -1, end: -1 };
  }

  #leave(name: string): void {
    this.#path.pop();
    if (name === 'text') this.#closeText();
    if (name !== 'para' || !this.#paragraph) return;
    this.#elements.add(this.#paragraph);
    this.#paragraph = undefined;
  }

  #take(text: string): void {
    if (this.#textStart !== undefined && this.#paragraph) this.#paragraph.text += text;
  }

  #closeText(): void {
    const start = this.#textStart;
    const paragraph = this.#paragraph;
    this.#textStart = undefined;
    const end = this.source.text.lastIndexOf('<', this.#parser.position - 1);
    if (!paragraph || start === undefined || this.source.text.slice(start, end).trim() === '') return;
    if (paragraph.start < 0) paragraph.start = start;
    paragraph.end = end;
  }

  #fail(description: string, line = this.#positions.at(this.#parser.position).line): never {
    throw new EngineError('SCRIPT_MALFORMED', `Line ${line}: ${description}`, {
      violations: [{ field: this.field, description, line }],
    });
  }
}
