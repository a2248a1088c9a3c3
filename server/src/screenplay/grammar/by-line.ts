/**
 * Lines that say who wrote a script or what kind of work it is. What stands over one is a title, not a cue.
 */

const NAMES = String.raw`(?:\p{Lu}[\p{L}.'’-]*|y|e|and|&|de|del|la|,)`;
const AUTHOR = new RegExp(String.raw`^(?:[Bb]y|BY|[Pp]or|POR|[Dd]e|DE)(?:$|:?(?:\s+${NAMES})+$)`, 'u');
const CREDIT =
  /^(?:(?:original )?screenplay by|written by|story by|based on|escrit[oa] por|gui[oó]n(?: original)? (?:de|por)|basad[oa] en|idea original de|an? (?:short )?(?:play|drama|comedy|tragedy|film|screenplay) |una? (?:obra|comedia|tragedia|drama|película|cortometraje|guion) )/iu;
const SENTENCE_END = /[.!?…]$/u;
const MAX_LENGTH = 70;

/** True for a short line such as `Guion de Ana Paz` or `A play in one act`. */
export function isByLine(line: string): boolean {
  const text = line.trim();
  return text.length <= MAX_LENGTH && !SENTENCE_END.test(text) && (AUTHOR.test(text) || CREDIT.test(text));
}
