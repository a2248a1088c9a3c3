/**
 * Takes off what production and copying print over a script: revision stars and numbers at line ends, letters of a
 * watermark. One such mark is the writer's; only many of them in a script show what they are.
 */
import { parsePrintedHeading } from '../grammar/printed-heading.js';
import { type LayoutLine, sliceLine } from './line.js';

/** Longer lines are paragraphs that were never wrapped; nobody prints marks beside those. */
const MAX_LENGTH = 240;
/** Lines with a mark, as a number and as a share of all printed lines, from which it is noise. */
const MIN_MARKED = 4;
const MIN_SHARE = 0.05;

const STAR_END = /\s\*+$/u;
/** After words: cues may end with numbers of their own. */
const NUMBER_END = /\p{Ll}.*\s\(?\d{1,4}[A-Z]?[.)]?$/u;
const ANY_NUMBER_END = /\s+\d{1,4}[A-Z]?\.?$/u;
/** A letter by itself that is no word in English or Spanish. */
const LONE_LETTER = /(?:^|\s)[B-HJ-NP-XZb-df-np-tv-xz](?=\s|$)/u;
const LONE_LETTERS = /(?<=^|\s)[B-HJ-NP-XZb-df-np-tv-xz](?=\s|$)/gu;
const LEADING_LETTER = /^\p{L}(?:\s{2,}|\s(?=\p{Lu}{2}|\())/u;
const TRAILING_LETTER = /(?:\s{2,}|(?<=[.,;:!?)"'-])\s)\p{L}$/u;
const LETTER_ALONE = /^\p{L}$/u;

/** Which marks a script is full of. */
interface Noise {
  readonly stars: boolean;
  readonly numbers: boolean;
  readonly letters: boolean;
}

/** The lines without such marks, each placed where its words begin; lines that were nothing else are left out. */
export function withoutMarginNoise(lines: readonly LayoutLine[]): readonly LayoutLine[] {
  const noise = findNoise(lines);
  if (!noise.stars && !noise.numbers && !noise.letters) return lines;
  return lines.flatMap((line) => {
    if (line.text === '' || line.text.length > MAX_LENGTH) return [line];
    const clean = noise.letters ? withoutLetters(line) : line;
    const trimmed = clean && withoutEnd(clean, noise);
    return trimmed ? [trimmed] : [];
  });
}

function findNoise(lines: readonly LayoutLine[]): Noise {
  const printed = lines.filter(({ text }) => text !== '' && text.length <= MAX_LENGTH);
  const isNoise = (form: RegExp): boolean => {
    const marked = printed.filter(({ text }) => form.test(text)).length;
    return marked >= MIN_MARKED && marked >= printed.length * MIN_SHARE;
  };
  return { stars: isNoise(STAR_END), numbers: isNoise(NUMBER_END), letters: isNoise(LONE_LETTER) };
}

function withoutEnd(line: LayoutLine, { stars, numbers }: Noise): LayoutLine {
  let { text } = line;
  if (stars) text = text.replace(/\s+\*+$/u, '');
  // A heading's number belongs to it.
  if (numbers && !parsePrintedHeading(text)) text = text.replace(ANY_NUMBER_END, '');
  return text === line.text ? line : { ...line, text };
}

/** The line without lone letters; undefined when it was one. */
function withoutLetters(line: LayoutLine): LayoutLine | undefined {
  if (LETTER_ALONE.test(line.text)) return undefined;
  const lead = LEADING_LETTER.exec(line.text)?.[0].length ?? 0;
  const tail = TRAILING_LETTER.exec(line.text)?.index ?? line.text.length;
  const inner = sliceLine(line, lead, Math.max(lead, tail));
  const text = inner.text.replace(LONE_LETTERS, ' ');
  const start = text.length - text.trimStart().length;
  return {
    ...sliceLine({ ...inner, text }, start, text.length),
    text: text.trim().replace(/(\S) {2,3}(?=\S)/gu, '$1 '),
  };
}
