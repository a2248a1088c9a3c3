/**
 * Scripts in Markdown, as note and chat tools write them: headings and names in bold or as titles, directions in italics,
 * a name and its speech on one line (`**ELENA:** Ya voy.`). Its marks are taken off, and the rest is read as any page.
 */
import type { LineClassifier } from '../../domain/line-classifier.js';
import { parseCharacterCue } from '../grammar/character-cue.js';
import { stripEmphasis } from '../grammar/emphasis.js';
import { parseSceneHeading } from '../grammar/scene-heading.js';
import { type LayoutLine, sliceLine, toLayoutLines } from '../layout/line.js';
import { readLayout } from '../layout/reader.js';
import type { ParsedElements } from '../parsed-elements.js';
import type { DecodedText } from '../source/decode.js';

const RULE = /^(?:[-*_]\s?){3,}$/u;
const FENCE = /^(?:```|~~~)/u;
const TITLE = /^#\s+(\S.{0,200})$/u;
/** Marks before a line's words: titles, quotes, list items. */
const MARKS = /^(?:#{1,6}\s+|>\s?|[-*+]\s+(?=\S))+/u;
const BOLD = /^\s*(?:#{1,6}\s+|>\s?)*(?:\*\*|__)(\S[^*_]{0,100}?)(?:\*\*|__)\s*$/u;
/** `**ELENA:** Ya voy.`, `**ELENA**: Ya voy.` */
const SAME_LINE = /^(\*\*|__)([^*_:]{1,60}?)(?::\1|\1\s?:)\s*(?=\S)/u;
/** Bold names, headings and lines of one cue from which a text is a script in Markdown. */
const MIN_MARKED = 2;

/** True for a text that sets its headings or names in bold. */
export function isMarkdownScript(lines: readonly string[]): boolean {
  let marked = 0;
  for (const line of lines) {
    const bold = line.length > 240 ? undefined : (BOLD.exec(line)?.[1] ?? SAME_LINE.exec(line.trim())?.[2]);
    if (bold === undefined || !(parseSceneHeading(bold) || parseCharacterCue(bold))) continue;
    if (++marked === MIN_MARKED) return true;
  }
  return false;
}

/** Reads a script in Markdown. Never throws. */
export async function parseMarkdown(source: DecodedText, classifier?: LineClassifier): Promise<ParsedElements> {
  const lines = toLayoutLines(source.lines);
  const first = lines.findIndex(({ text }) => text !== '');
  const heading = TITLE.exec(lines[first]?.text ?? '')?.[1];
  const title = heading !== undefined && !parseSceneHeading(heading) ? stripEmphasis(heading) : undefined;
  const body = title === undefined ? lines : lines.slice(first + 1);
  const read = await readLayout(body.flatMap(unmark), classifier);
  const titlePageEnd = Math.max(read.titlePageEnd ?? 0, title === undefined ? 0 : lines[first]!.line);
  return { ...read, ...(title !== undefined && { title }), titlePageEnd, lines: source.lines.length };
}

/** A line without its marks; a cue and its speech on one line become two, each where it stands. */
function unmark(line: LayoutLine): LayoutLine[] {
  if (RULE.test(line.text) || FENCE.test(line.text)) return [{ ...line, text: '' }];
  const marks = MARKS.exec(line.text)?.[0].length ?? 0;
  const plain = marks === 0 ? line : { ...sliceLine(line, marks, line.text.length), indent: line.indent };
  const cue = SAME_LINE.exec(plain.text);
  if (!cue || !parseCharacterCue(cue[2]!)) return [withoutEmphasis(plain)];
  const name = sliceLine(plain, cue[1]!.length, cue[1]!.length + cue[2]!.length);
  const said = { ...sliceLine(plain, cue[0].length, plain.text.length), indent: plain.indent };
  return [{ ...name, indent: plain.indent }, withoutEmphasis(said)];
}

/** The words of a line that is emphasised as a whole, placed behind its marks. */
function withoutEmphasis(line: LayoutLine): LayoutLine {
  const open = /^(\*{1,3}|_{1,3})(?=\S)/u.exec(line.text)?.[1];
  const whole = open !== undefined && line.text.length > 2 * open.length && line.text.endsWith(open);
  if (!whole || line.text.slice(open.length, -open.length).includes(open)) return line;
  return { ...sliceLine(line, open.length, line.text.length - open.length), indent: line.indent };
}
