/** Scripts as they lie on pages: columns, wraps, blank lines, page breaks, and the damage of copying. */
import { between, type Chance, isLikely, pick, upTo } from './chance.js';
import type { Label, Paragraph } from './corpus.js';

/** A line of a page with its label; blank lines have none. */
export interface PageLine {
  readonly text: string;
  readonly label?: Label;
}

type Column = 'S' | 'N' | 'C' | 'D' | 'E' | 'T';

/** How one script is set. */
interface Setting {
  readonly indents: Readonly<Record<Column, number>>;
  readonly widths: Readonly<Record<Column, number>>;
  readonly centred: boolean;
  readonly transitionRight: boolean;
  /** Blank lines above a paragraph that is no part of a speech, and inside speeches. */
  readonly between: number;
  readonly within: number;
  /** Share of blank lines that got lost. */
  readonly lost: number;
  readonly doubled: boolean;
  readonly jitter: number;
  readonly shift: number;
  readonly numbered: boolean;
  readonly furniture: number;
  readonly parentheses: boolean;
}

/** Lays paragraphs out in a way chosen by chance. */
export function layOut(paragraphs: readonly Paragraph[], chance: Chance): PageLine[] {
  const setting = choose(chance);
  const lines: PageLine[] = [];
  let scene = between(chance, 1, 90);
  let shift = 0;
  paragraphs.forEach((paragraph, at) => {
    const before = paragraphs[at - 1];
    if (isLikely(chance, setting.furniture)) {
      lines.push(...pageBreak(setting, chance));
      shift = setting.shift === 0 ? 0 : between(chance, -setting.shift, setting.shift);
    }
    pushBlanks(lines, before, paragraph, setting, chance);
    const number = paragraph.label === 'S' && setting.numbered ? String(scene++) : undefined;
    lines.push(...setParagraph(paragraph, setting, shift, number, chance));
  });
  return setting.doubled ? lines.flatMap((line) => [line, { text: '' }]) : lines;
}

function choose(chance: Chance): Setting {
  const style = pick(chance, ['columns', 'columns', 'columns', 'flat', 'flat', 'narrow'] as const);
  const base = pick(chance, [0, 0, 1, 5, 7, 10, 15]);
  const speech = style === 'flat' ? 0 : style === 'narrow' ? between(chance, 1, 3) : between(chance, 4, 15);
  const remark = style === 'flat' ? 0 : style === 'narrow' ? between(chance, 0, 2) : between(chance, 2, 8);
  const cue = style === 'flat' ? 0 : style === 'narrow' ? between(chance, 1, 8) : between(chance, 7, 16);
  const wraps = isLikely(chance, 0.88);
  const action = wraps ? between(chance, 48, 68) : 2000;
  const said = wraps ? (isLikely(chance, style === 'flat' ? 0.5 : 0.9) ? between(chance, 26, 42) : action) : 2000;
  return {
    indents: { S: base, N: base, C: base + speech + cue, D: base + speech, E: base + speech + remark, T: base },
    widths: { S: 70, N: action, C: 60, D: said, E: Math.max(16, Math.min(said, said - 8)), T: 60 },
    centred: style !== 'flat' && isLikely(chance, 0.1),
    transitionRight: style !== 'flat' && isLikely(chance, 0.7),
    between: isLikely(chance, 0.8) ? 1 : between(chance, 0, 3),
    within: isLikely(chance, 0.12) ? 1 : 0,
    lost: isLikely(chance, 0.3) ? pick(chance, [0.1, 0.3, 0.5, 0.8, 1, 1, 1]) : 0,
    doubled: isLikely(chance, 0.07),
    jitter: isLikely(chance, 0.15) ? 1 : 0,
    shift: style === 'columns' && isLikely(chance, 0.2) ? between(chance, 1, 6) : 0,
    numbered: isLikely(chance, 0.25),
    furniture: isLikely(chance, 0.5) ? 0.03 : 0,
    parentheses: isLikely(chance, 0.97),
  };
}

const IN_SPEECH: ReadonlySet<Label> = new Set(['D', 'E']);

function pushBlanks(
  lines: PageLine[],
  before: Paragraph | undefined,
  { label }: Paragraph,
  setting: Setting,
  chance: Chance,
): void {
  if (!before) return;
  const inside = IN_SPEECH.has(label) && (before.label === 'C' || IN_SPEECH.has(before.label));
  const extra = label === 'S' && isLikely(chance, 0.2) ? 1 : 0;
  const count = inside ? setting.within : setting.between + extra;
  for (let i = 0; i < count; i++) if (!isLikely(chance, setting.lost)) lines.push({ text: '' });
}

function setParagraph(
  { label, text }: Paragraph,
  setting: Setting,
  shift: number,
  number: string | undefined,
  chance: Chance,
): PageLine[] {
  const column = label as Column;
  const printed = label === 'E' && setting.parentheses ? `(${text})` : text;
  const wrapped = printed.split('\n').flatMap((verse) => wrap(verse, setting.widths[column]));
  return wrapped.map((line, at) => {
    const indent = Math.max(0, indentOf(column, line, setting) + shift + upTo(chance, setting.jitter + 1));
    const hanging = label === 'E' && at > 0 ? 1 : 0;
    const whole = ' '.repeat(indent + hanging) + line;
    return { text: number !== undefined && at === 0 ? withNumber(line, number, indent, chance) : whole, label };
  });
}

function indentOf(column: Column, line: string, { indents, centred, transitionRight }: Setting): number {
  if (column === 'T' && transitionRight) return indents.N + Math.max(20, 60 - line.length);
  if (column === 'C' && centred) return indents.N + Math.max(0, 30 - Math.floor(line.length / 2));
  return indents[column];
}

function withNumber(line: string, number: string, indent: number, chance: Chance): string {
  const left = number.padEnd(Math.max(number.length + 1, indent));
  const right = isLikely(chance, 0.6) ? `${' '.repeat(between(chance, 2, 30))}${number}` : '';
  return `${left}${line}${right}`;
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/u)) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = '';
    }
    line += line === '' ? word : ` ${word}`;
  }
  return line === '' ? lines : [...lines, line];
}

const HEADERS = ['THE LONG WAY - SECOND DRAFT', 'Harbor Lights / Rev. Draft', 'EL FARO - Versión 3', 'JSmith Draft'];

/** What stands at a page's edges and no rule takes for furniture. */
function pageBreak({ indents }: Setting, chance: Chance): PageLine[] {
  const page = between(chance, 2, 120);
  const header = `${' '.repeat(upTo(chance, 40))}${pick(chance, HEADERS)} ${page}.`;
  const continued = `${' '.repeat(indents.N)}${pick(chance, ['0 35 CONTINUED', 'i 36 Continued', '(continued)', '0'])}`;
  const number = `${' '.repeat(upTo(chance, 65))}${page}${pick(chance, ['.', ''])}`;
  const printed = [number, header, continued].filter(() => isLikely(chance, 0.5));
  return printed.flatMap((text) => [{ text: '' }, { text, label: 'O' as const }]);
}
