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
