/**
 * Stars at the right margin that mark revised lines.
 */

/** The mark on a heading or a cue: one space before it is enough, since neither ends with a star of its own. */
export const REVISION_MARK = /\s+\*+$/u;

/** Takes the mark off a line of any kind, set off by two spaces or a tab, or alone on the line. Without a pattern: rows of spaces are cheap this way. */
export function withoutRevisionMark(text: string): string {
  let end = text.length;
  while (text[end - 1] === '*') end--;
  if (end === 0 && text.length === 1) return '';
  const gap = text.slice(end - 2, end);
  return end < text.length && (gap === '  ' || gap.endsWith('\t')) ? text.slice(0, end).trimEnd() : text;
}
