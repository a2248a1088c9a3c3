/**
 * Scripts in which blank lines tell nothing: none at all, or one after every line, as word processors write them. Each
 * line is a paragraph there; blank lines are put where the grammar shows that speeches begin and end.
 */
import { parseCharacterCue } from '../grammar/character-cue.js';
import { parsePrintedHeading } from '../grammar/printed-heading.js';
import type { LayoutLine } from './line.js';

/** Cues from which a habit shows, and speeches per name that tell cues from other lines in capitals. */
const MIN_CUES = 2;
const MIN_RECURRENCE = 1.3;
/** Cues of the other habit, per cue of this one, above which blank lines do tell something. */
const MAX_EXCEPTIONS = 0.2;

/**
 * The lines of a script without columns with blank lines around speeches only, or unchanged where blank lines already
 * separate speeches from action.
 */
export function spaceByGrammar(lines: readonly LayoutLine[]): readonly LayoutLine[] {
  if (!isEvenlySpaced(lines)) return lines;
  const spaced: LayoutLine[] = [];
  let awaitsSpeech = false;
  const printed = lines.filter(({ text }) => text !== '');
  printed.forEach((line, at) => {
    if (!awaitsSpeech) spaced.push({ ...line, text: '' });
    spaced.push(line);
    if (awaitsSpeech) awaitsSpeech = line.text.startsWith('(');
    else awaitsSpeech = isCueOver(line, printed[at + 1]);
  });
  return spaced;
}

/** True when cues follow each other with the same spacing above and below them as everything else has. */
export function isEvenlySpaced(lines: readonly LayoutLine[]): boolean {
  const names: string[] = [];
  let exceptions = 0;
  lines.forEach((line, at) => {
    const next = nextPrinted(lines, at);
    if (!isCueOver(line, next)) return;
    const blankAbove = !lines[at - 1]?.text;
    const blankBelow = !lines[at + 1]?.text;
    if (blankAbove === blankBelow) names.push(parseCharacterCue(line.text)!.name);
    else exceptions++;
  });
  const recurring = names.length >= new Set(names).size * MIN_RECURRENCE;
  return names.length >= MIN_CUES && recurring && exceptions <= names.length * MAX_EXCEPTIONS;
}

function isCueOver(line: LayoutLine, next: LayoutLine | undefined): boolean {
  if (!next || line.text === '' || line.text.startsWith('(')) return false;
  return parseCharacterCue(line.text) !== undefined && !parsePrintedHeading(next.text);
}

function nextPrinted(lines: readonly LayoutLine[], at: number): LayoutLine | undefined {
  return lines[at + 1]?.text ? lines[at + 1] : lines[at + 2];
}
