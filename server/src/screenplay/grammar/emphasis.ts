/**
 * Emphasis marks of Fountain and Markdown. They style words and are no part of them.
 */

const STARS = /(?<![\\*\p{L}\p{N}])(\*{1,3})(?=[^\s*])([^*]*[^*\s\\])\1(?!\*)/gu;
const UNDERLINE = /(?<![\\_\p{L}\p{N}])_(?=[^\s_])([^_]*[^_\s\\])_(?![_\p{L}\p{N}])/gu;
const MARKS = /[*_]/;
const ESCAPED = /\\([*_\\])/g;
const NESTING = 3;

/**
 * Takes paired emphasis marks (`*`, `**`, `***`, `_`) off one element's text and undoes escaped ones (`\*`). Lone marks
 * stay: they are what the writer typed.
 */
export function stripEmphasis(text: string): string {
  if (!MARKS.test(text)) return text;
  let plain = text;
  for (let depth = 0; depth < NESTING; depth++) {
    const next = plain.replace(STARS, '$2').replace(UNDERLINE, '$1');
    if (next === plain) break;
    plain = next;
  }
  return plain.replace(ESCAPED, '$1');
}
