/**
 * The title page, or the few lines of title and credits that open a script.
 */
import type { LayoutLine } from './layout-line.js';

/** Title and where the script itself begins. */
export interface TitleBlock {
  readonly title?: string;
  /** Index of the first line after the block; 0 when there is none. */
  readonly end: number;
}

const MAX_LINE = 70;
const MAX_PARAGRAPHS = 12;
const CREDIT =
  /^(?:by|written by|screenplay|story by|based on|por|de|escrito por|escrita por|guion|guión|basad[oa]|una? (?:película|obra|cortometraje)|drama|comedia|tragedia|versión|draft|copyright)\b|[©@]|\d{4}|\(\d{3}\)/iu;
const SENTENCE_END = /[.!?…]["”»)]*$/u;

/**
 * Finds the title block: the paragraphs before the first line of the body, as long as they look like titles and
 * credits. A script without body has none.
 * @param isBody Tells whether the line at an index is a heading, a cue or another line that only a body has.
 * @param isProse Tells whether a line stands where action stands, so that only a credit there belongs to the block.
 */
export function findTitleBlock(
  lines: readonly LayoutLine[],
  isBody: (at: number) => boolean,
  isProse: (line: LayoutLine) => boolean,
): TitleBlock {
  const body = lines.findIndex((line, at) => line.text !== '' && isBody(at));
  if (body <= 0) return { end: 0 };
  const paragraphs = cutParagraphs(lines, body);
  const titlePage = titlePageEnd(lines, body);
  const inBlock = (paragraph: Paragraph): boolean => paragraph.end <= titlePage || isTitleMatter(paragraph, isProse);
  const first = paragraphs.findIndex((paragraph) => !inBlock(paragraph));
  const count = first < 0 ? paragraphs.length : first;
  if (count === 0 || count > MAX_PARAGRAPHS) return { end: 0 };
  const heading = paragraphs[0]!.lines.filter((line) => !CREDIT.test(line.text));
  const title = heading[0]?.text;
  return { ...(title && { title }), end: paragraphs[count - 1]!.end };
}

interface Paragraph {
  readonly lines: readonly LayoutLine[];
  /** Index after its last line. */
  readonly end: number;
}

function cutParagraphs(lines: readonly LayoutLine[], end: number): Paragraph[] {
  const paragraphs: Paragraph[] = [];
  let current: LayoutLine[] = [];
  for (let at = 0; at <= end; at++) {
    const line = lines[at]!;
    if (current.length > 0 && (at === end || line.text === '' || line.pageStart)) {
      paragraphs.push({ lines: current, end: at });
      current = [];
    }
    if (line.text !== '') current.push(line);
  }
  return paragraphs;
}

/** Index after the first page when the body begins on a later one; else 0. */
function titlePageEnd(lines: readonly LayoutLine[], body: number): number {
  const second = lines.findIndex((line) => line.pageStart);
  return second > 0 && second <= body ? second : 0;
}

function isTitleMatter({ lines }: Paragraph, isProse: (line: LayoutLine) => boolean): boolean {
  return lines.every(
    ({ text }, at) =>
      text.length <= MAX_LINE &&
      (CREDIT.test(text) || (!isProse(lines[at]!) && !SENTENCE_END.test(text) && !/^[([]/.test(text))),
  );
}
