/** Ways in which scripts found in the wild are damaged, applied to lines whose labels stay known. */
import { createRandom } from '../serving/random.js';
import type { Class, LabelledLine } from './labelled-lines.js';

type Random = () => number;
type Lines = readonly LabelledLine[];

/** A damage: new lines from lines, each with its label. */
export type Perturbation = (lines: Lines, random: Random) => LabelledLine[];

const WATERMARK = 'PROPERTYOFTHESTUDIO';
const KEYWORD_NAMES = {
  move: ['CUTTER', 'MR. FADELY', 'CUTHBERT', 'FADEELA', 'DISSOLVENKO', 'WIPER', 'CUTLER (V.O.)'],
  setting: ['CLINT BARTON', 'DEXTER', 'INTI', 'EXTON', 'QUINTANA', 'BAXTER', 'MINT', 'ESTEBAN'],
} as const;
const REMARKS = ['(beat)', '(quietly)', '(to the others)', '(off his look)', '(laughs)', '(in Spanish)'];
const TIMES = ['DAY', 'NIGHT', 'LATER'];
const SETTING = /^(\s*(?:\S{1,5}\s{2,})?)(?:INT\.?\/EXT|EXT\.?\/INT|INT|EXT|I\/E)\b[.:]?\s*/iu;
const CONTINUED = /\(?CONT[’']?D?\.?\)?/iu;

/** Every perturbation by its name; each changes half of the lines it can change, except where it says all. */
export const PERTURBATIONS: Readonly<Record<string, Perturbation>> = {
  'watermark letters in lines': onHalf(isPrinted, (line, random) => withText(line, (text) => inkInto(text, random))),
  'watermark letters in margins': onHalf(isPrinted, (line, random) => withText(line, (text) => beside(text, random))),
  'watermark letters on lines of their own': (lines, random) =>
    lines.flatMap((line) => (random() < 0.5 ? [line] : [line, { text: alone(random), gold: 'O' }])),
  'stars and numbers at line ends': onHalf(isPrinted, (line, random) =>
    withText(line, (text) => `${text}${' '.repeat(1 + below(random, 12))}${mark(random)}`),
  ),
  'headings in lower case': onHalf(of('S'), (line) => withText(line, (text) => text.toLowerCase())),
  'headings without INT and EXT': onHalf(of('S'), (line) => withText(line, withoutSetting)),
  'cues in lower case': onHalf(of('C'), (line) => withText(line, (text) => text.toLowerCase())),
  'cues in title case': onHalf(of('C'), (line) => withText(line, titleCase)),
  'names holding CUT and FADE': onHalf(of('C'), renamed(KEYWORD_NAMES.move)),
  'names holding INT and EXT': onHalf(of('C'), renamed(KEYWORD_NAMES.setting)),
  'parentheticals added': (lines, random) => lines.flatMap((line, at) => withRemark(line, lines[at + 1], random)),
  'all blank lines removed': (lines) => lines.filter(isPrinted),
  'half of the blank lines removed': (lines, random) => lines.filter((line) => isPrinted(line) || random() < 0.5),
  'all indentation removed': (lines) => lines.map((line) => withText(line, (text) => text.trim())),
  'page numbers and headers': (lines, random) => lines.flatMap((line) => withPageBreak(line, random)),
  'every line double spaced': (lines) => lines.flatMap((line) => [line, { text: '', gold: 'O' as const }]),
};

/** Lines damaged in one way, the same for the same seed. */
export function perturb(lines: Lines, name: string, seed: number): LabelledLine[] {
  return PERTURBATIONS[name]!(lines, createRandom(seed));
}

function onHalf(
  eligible: (line: LabelledLine) => boolean,
  change: (line: LabelledLine, random: Random) => LabelledLine,
): Perturbation {
  return (lines, random) => lines.map((line) => (eligible(line) && random() < 0.5 ? change(line, random) : line));
}

function isPrinted({ text }: LabelledLine): boolean {
  return text.trim() !== '';
}

function of(gold: Class): (line: LabelledLine) => boolean {
  return (line) => line.gold === gold;
}

const withText = (line: LabelledLine, change: (text: string) => string): LabelledLine => ({
  ...line,
  text: change(line.text),
});

const below = (random: Random, bound: number): number => Math.floor(random() * bound);

const pick = <Item>(random: Random, items: ArrayLike<Item>): Item => items[below(random, items.length)]!;

const indentOf = (text: string): string => /^\s*/u.exec(text)![0];

/** A letter of the watermark somewhere in the words, which it parts. */
function inkInto(text: string, random: Random): string {
  const at = indentOf(text).length + below(random, text.trim().length + 1);
  return `${text.slice(0, at)} ${pick(random, WATERMARK)} ${text.slice(at)}`;
}

/** A letter left of the text, in place of some of its indentation, or right of it. */
function beside(text: string, random: Random): string {
  const letter = pick(random, WATERMARK);
  const indent = indentOf(text).length;
  if (indent < 3 || random() < 0.5) return `${text}${' '.repeat(1 + below(random, 8))}${letter}`;
  const at = below(random, indent - 2);
  return `${text.slice(0, at)}${letter}${text.slice(at + 1)}`;
}

const alone = (random: Random): string => ' '.repeat(below(random, 60)) + pick(random, WATERMARK);

const mark = (random: Random): string => (random() < 0.5 ? '*' : String(1 + below(random, 200)));

const withoutSetting = (text: string): string => text.replace(SETTING, '$1');

const titleCase = (text: string): string =>
  text.toLowerCase().replace(/(?<=^|[\s(])\p{L}/gu, (letter) => letter.toUpperCase());

/** A name of the list, the same for the same name, with what stood behind the name. */
function renamed(names: readonly string[]): (line: LabelledLine) => LabelledLine {
  return ({ text, ...line }) => {
    const extension = CONTINUED.exec(text)?.[0];
    const name = text.trim().split(/\s*\(/u)[0]!;
    const index = [...name].reduce((sum, letter) => sum + letter.codePointAt(0)!, 0) % names.length;
    return { ...line, text: `${indentOf(text)}${names[index]}${extension ? ` ${extension}` : ''}` };
  };
}

/** A parenthetical between a speech's lines, in its column. */
function withRemark(line: LabelledLine, next: LabelledLine | undefined, random: Random): LabelledLine[] {
  const fits = (line.gold === 'C' || line.gold === 'D') && next?.gold === 'D' && random() < 0.5;
  if (!fits) return [line];
  return [line, { text: `${indentOf(next.text)}${pick(random, REMARKS)}`, gold: 'E' }];
}

function withPageBreak(line: LabelledLine, random: Random): LabelledLine[] {
  if (isPrinted(line) || random() > 0.1) return [line];
  const page = 1 + below(random, 120);
  const furniture = [`${' '.repeat(60)}${page}.`, `   THE LONG WAY - ${pick(random, TIMES)} DRAFT 3/12/97`, ''];
  return [line, ...furniture.map((text) => ({ text, gold: 'O' as const }))];
}
