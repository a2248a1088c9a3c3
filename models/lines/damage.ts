/** Damage done to pages by production, copying and recognition of print. */
import { between, type Chance, isLikely, pick, upTo } from './chance.js';
import type { PageLine } from './pages.js';

type Damage = (line: PageLine, chance: Chance) => readonly PageLine[];

const LETTERS = 'CONFIDENTIALDRAFTCOPY';

const change = (line: PageLine, text: string): readonly PageLine[] => [{ ...line, text }];

const DAMAGES: readonly Damage[] = [
  (line, chance) =>
    change(
      line,
      `${line.text}${' '.repeat(between(chance, 1, 15))}${isLikely(chance, 0.5) ? '*' : between(chance, 1, 160)}`,
    ),
  (line, chance) => change(line, intoWords(line.text, ` ${pick(chance, [...LETTERS])} `, chance)),
  (line, chance) => change(line, intoWords(line.text, pick(chance, [...LETTERS]), chance)),
  (line, chance) => change(line, `${line.text}${' '.repeat(between(chance, 1, 9))}${pick(chance, [...LETTERS])}`),
  (line, chance) => [line, { text: `${' '.repeat(upTo(chance, 60))}${pick(chance, [...LETTERS])}`, label: 'O' }],
  (line, chance) => change(line, line.text.replace(/ (?=\S)/u, isLikely(chance, 0.5) ? '  ' : '   ')),
  (line) => change(line, line.text.replace(/\b(?:INT|EXT)\b[./]?\s*/u, '')),
];

/** The lines of a script with one kind of damage on a share of them, or as they were. */
export function damage(lines: readonly PageLine[], chance: Chance): PageLine[] {
  if (isLikely(chance, 0.6)) return [...lines];
  const kind = pick(chance, DAMAGES);
  const share = 0.1 + chance() * 0.5;
  return lines.flatMap((line) => (line.text !== '' && isLikely(chance, share) ? kind(line, chance) : [line]));
}

function intoWords(text: string, ink: string, chance: Chance): string {
  const start = text.length - text.trimStart().length;
  const at = start + upTo(chance, text.length - start + 1);
  return `${text.slice(0, at)}${ink}${text.slice(at)}`;
}
