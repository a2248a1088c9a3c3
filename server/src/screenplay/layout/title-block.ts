/**
 * The title page, or the few lines of title and credits that open a script.
 */
import { isByLine } from '../grammar/by-line.js';
import type { LayoutLine } from './line.js';

/** Title and where the script itself begins. */
export interface TitleBlock {
  readonly title?: string;
  /** Index of the first line after the block; 0 when there is none. */
  readonly end: number;
}

const MAX_LINE = 70;
/** Lines of a title and its credits in one paragraph. */
const MAX_TITLE_LINES = 6;
const MAX_PARAGRAPHS = 12;
/** Characters on a title page; a first page of prose has more. */
const MAX_TITLE_PAGE = 1_000;
const CREDIT =
  /^(?:(?:by|por)(?= \p{Lu}|$)|de$|written by|screenplay|story by|based on|escrito por|escrita por|guion|guión|basad[oa]|una? (?:película|obra|cortometraje)|drama|comedia|tragedia|versión|draft|copyright)\b|[©@]|\d{4}|\(\d{3}\)/iu;
const TITLE_KEY = /^(?:title|título)\s?:\s?/iu;
const SENTENCE_END = /[.!?…]["”»)]*$/u;

/** What tells a body's lines from title matter. */
export interface BodySigns {
  /** True for a heading, a division's title or a transition at an index. */
  isStructure(at: number): boolean;
  /** True for a cue over a speech at an index. */
  isCue(at: number): boolean;
  /** True for a line that stands where action stands: only a credit there belongs to the block. */
  isProse(line: LayoutLine): boolean;
}

/**
 * Finds the title block: a first page of few words and no structure, and else the paragraphs before the first line of
 * the body as long as they look like titles and credits. A script without body has none.
 */
export function findTitleBlock(lines: readonly LayoutLine[], signs: BodySigns): TitleBlock {
  const titlePage = titlePageEnd(lines, signs);
  const body = lines.findIndex(
    (line, at) =>
      line.text !== '' &&
      at >= titlePage &&
      (signs.isStructure(at) || (signs.isCue(at) && !isByLine(lines[at + 1]!.text))),
  );
  if (body <= 0) return { end: 0 };
  const paragraphs = cutParagraphs(lines, body);
  const first = paragraphs.findIndex((paragraph) => paragraph.end > titlePage && !isTitleMatter(paragraph, signs));
  const count = first < 0 ? paragraphs.length : first;
  if (count === 0 || count > MAX_PARAGRAPHS) return { end: 0 };
  return { title: readTitle(paragraphs[0]!), end: paragraphs[count - 1]!.end };
}

/** Source line, from 1, on which the lines before an index end; 0 when there are none. */
export const lastLineBefore = (lines: readonly LayoutLine[], end: number): number => lines[end - 1]?.line ?? 0;

/** The first line, and those below it on a page where the title wraps. */
function readTitle({ lines }: Paragraph): string {
  const wraps = lines[0]!.page !== undefined;
  const credit = lines.findIndex((line, at) => at > 0 && (!wraps || CREDIT.test(line.text)));
  const title = lines.slice(0, credit < 0 ? undefined : credit).map((line) => line.text);
  return title.join(' ').replace(TITLE_KEY, '');
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

/** Index after the first page when that is a title page; else 0. */
function titlePageEnd(lines: readonly LayoutLine[], signs: BodySigns): number {
  const second = lines.findIndex((line) => line.pageStart);
  if (second <= 0) return 0;
  const page = lines.slice(0, second);
  const characters = page.reduce((sum, line) => sum + line.text.length, 0);
  if (characters > MAX_TITLE_PAGE || page.some((_, at) => signs.isStructure(at))) return 0;
  // An author's name over a line of credits looks like a cue; only a credit tells it from one.
  const credited = page.some((line) => CREDIT.test(line.text));
  return credited || !page.some((_, at) => signs.isCue(at)) ? second : 0;
}

function isTitleMatter({ lines }: Paragraph, signs: BodySigns): boolean {
  if (lines.length > 1 && lines.length <= MAX_TITLE_LINES && isByLine(lines[1]!.text)) return true;
  return lines.every(
    (line) =>
      line.text.length <= MAX_LINE &&
      (CREDIT.test(line.text) || (!signs.isProse(line) && !SENTENCE_END.test(line.text) && !/^[([]/.test(line.text))),
  );
}
