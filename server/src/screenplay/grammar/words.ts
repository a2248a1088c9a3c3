/**
 * Words of a text.
 */

/** Letters and digits below this code are in a table; the pattern costs far more. */
const TABLE_SIZE = 0x250;
const LETTER_OR_DIGIT = /[\p{L}\p{N}]/u;
const IN_WORDS = Uint8Array.from({ length: TABLE_SIZE }, (_, code) =>
  LETTER_OR_DIGIT.test(String.fromCharCode(code)) ? 1 : 0,
);
const JOINERS = "'’-";

/** Number of runs of letters and digits; one apostrophe or hyphen between two runs makes them one word. */
export function countWords(text: string): number {
  let words = 0;
  /** Where a word that ended may still go on: behind one joiner. */
  let open = -1;
  for (let at = 0; at < text.length; ) {
    const code = text.codePointAt(at)!;
    const next = at + (code > 0xffff ? 2 : 1);
    if (isInWords(code)) {
      if (open !== at) words++;
      open = next;
    } else if (open === at && JOINERS.includes(text[at]!) && next < text.length && isInWords(text.codePointAt(next)!)) {
      open = next;
    }
    at = next;
  }
  return words;
}

function isInWords(code: number): boolean {
  return code < TABLE_SIZE ? IN_WORDS[code] === 1 : LETTER_OR_DIGIT.test(String.fromCodePoint(code));
}
