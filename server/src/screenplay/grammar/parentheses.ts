/**
 * Parentheses around directions. They print the direction and are no part of its text.
 */

/** Takes one pair of outer parentheses off; a lone one at an edge (its partner cut off by a page) goes too. Empty ones stay. */
export function withoutParentheses(text: string): string {
  const trimmed = text.trim();
  const opened = trimmed.startsWith('(');
  const closed = trimmed.endsWith(')');
  if (opened && closed && closesAt(trimmed) !== trimmed.length - 1) return trimmed;
  if (opened !== closed && trimmed.includes(opened ? ')' : '(')) return trimmed;
  return trimmed.slice(opened ? 1 : 0, closed ? -1 : undefined).trim() || trimmed;
}

/** Index at which a parenthesis that opens the text closes; -1 when it stays open, undefined when none opens it. */
export function closesAt(text: string): number | undefined {
  if (!text.startsWith('(')) return undefined;
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '(') depth++;
    if (text[at] === ')') depth--;
    if (depth === 0) return at;
  }
  return -1;
}

/** Directions run over a few lines at most; what opens a longer stretch is speech. */
const MAX_LINES = 10;

/**
 * Line on which a direction that opens at the start of the line `first` closes, when it takes whole lines; undefined when
 * it does not. `lineAt` gives the lines, undefined where the paragraph ends.
 */
export function directionEnd(lineAt: (index: number) => string | undefined, first: number): number | undefined {
  if (!lineAt(first)?.startsWith('(')) return undefined;
  let depth = 0;
  for (let line = first; line < first + MAX_LINES; line++) {
    const text = lineAt(line);
    if (text === undefined) return undefined;
    for (let at = 0; at < text.length; at++) {
      if (text[at] === '(') depth++;
      if (text[at] === ')') depth--;
      if (depth === 0) return at === text.length - 1 ? line : undefined;
    }
  }
  return undefined;
}
