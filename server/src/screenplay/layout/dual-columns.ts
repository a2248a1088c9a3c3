/**
 * Dual dialogue on a page: two cues side by side, their speeches below each. Cut into one speech after the other.
 */
import { parseCharacterCue } from '../grammar/character-cue.js';
import { type LayoutLine, sliceLine } from './line.js';

/** Space between two columns. */
const GUTTER = /\s{3,}/gu;
/** Columns by which a speech's line may begin left of its cue's column. */
const HANGING = 12;

/** The lines with dual dialogue cut into a left and a right speech, each line placed where it stands in the source. */
export function splitDualColumns(lines: readonly LayoutLine[]): LayoutLine[] {
  const split: LayoutLine[] = [];
  for (let at = 0; at < lines.length; at++) {
    const gutter = findDualCue(lines, at);
    if (gutter === undefined) {
      split.push(lines[at]!);
      continue;
    }
    const end = blockEnd(lines, at);
    for (const cut of cutColumns(lines.slice(at, end), gutter)) split.push(cut);
    at = end - 1;
  }
  return split;
}

/** Indent of the right cue when the line holds two cues over two speeches. */
function findDualCue(lines: readonly LayoutLine[], at: number): number | undefined {
  const line = lines[at]!;
  const before = lines[at - 1];
  if (line.text === '' || (before && before.text !== '' && !line.pageStart) || !lines[at + 1]?.text) return undefined;
  const gaps = [...line.text.matchAll(GUTTER)];
  if (gaps.length !== 1) return undefined;
  const left = line.text.slice(0, gaps[0]!.index);
  const right = sliceLine(line, gaps[0]!.index, line.text.length);
  return parseCharacterCue(left) && parseCharacterCue(right.text) ? right.indent : undefined;
}

function blockEnd(lines: readonly LayoutLine[], start: number): number {
  let end = start + 1;
  while (end < lines.length && lines[end]!.text !== '' && !lines[end]!.pageStart) end++;
  return end;
}

function cutColumns(block: readonly LayoutLine[], rightCue: number): LayoutLine[] {
  const left: LayoutLine[] = [];
  const right: LayoutLine[] = [];
  for (const line of block) {
    const cut = cutAt(line, rightCue - HANGING);
    const parts = [sliceLine(line, 0, cut), sliceLine(line, cut, line.text.length)] as const;
    if (parts[0].text !== '') left.push({ ...parts[0], dual: 'left' });
    if (parts[1].text !== '') right.push({ ...parts[1], dual: 'right' });
  }
  const blank: LayoutLine = { ...block.at(-1)!, text: '', dual: 'right' };
  return [...left, blank, ...right, blank];
}

/** Index in the line's text where its right column begins: after the last gutter, or all or nothing by indent. */
function cutAt(line: LayoutLine, rightEdge: number): number {
  if (line.indent >= rightEdge) return 0;
  for (const gap of line.text.matchAll(GUTTER)) {
    if (line.indent + gap.index + gap[0].length >= rightEdge) return gap.index;
  }
  return line.text.length;
}
