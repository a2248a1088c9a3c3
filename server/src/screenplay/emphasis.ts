/**
 * Emphasis marks of Fountain and Markdown. They style words and are no part of them.
 */

const MARKED = /(?<![\\*_\p{L}\p{N}])(\*{1,3}|_)(?=\S)([^*_\n]*[^*_\s\\])\1(?![*_\p{L}\p{N}])/gu;
const MARKS = /[*_]/;
const ESCAPED = /\\([*_\\])/g;
const NESTING = 3;

/**
 * Takes paired emphasis marks (`*`, `**`, `***`, `_`) off a text and undoes escaped ones (`\*`). Lone marks stay: they
 * are what the writer typed. Marks never pair across line ends.
 */
export function stripEmphasis(text: string): string {
  if (!MARKS.test(text)) return text;
  let plain = text;
  for (let depth = 0; depth < NESTING; depth++) {
    const next = plain.replace(MARKED, '$2');
    if (next === plain) break;
    plain = next;
  }
  return plain.replace(ESCAPED, '$1');
}
