/** Comparing what the parser reads with the true elements of a script. */
import { readFileSync } from 'node:fs';
import type { Script } from '../../server/src/domain/script.js';

/** An element as compared: what it is and what it says, without its line wraps. */
export type Line = string;

interface GoldElement {
  readonly type: string;
  readonly text: string;
  readonly character?: string;
}

/** How gold files are to be read: of screenplays element by element, of stage plays with whole speeches. */
export type Layout = 'screenplay' | 'stage play';

/** Elements of a gold file. Pages of a PDF do not print sections, so they are left out there. */
export function readGold(file: string, layout: Layout, withSections: boolean): Line[] {
  const elements = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as GoldElement);
  return elements
    .filter(({ type }) => withSections || type !== 'section')
    .map(({ type, text, character = '' }) =>
      layout === 'screenplay' ? line(type === 'heading' ? 'scene_heading' : type, text) : line(type, character + text),
    );
}

/** Elements of a parsed script in the form of its gold. */
export function readElements({ elements }: Script, layout: Layout): Line[] {
  return layout === 'screenplay' ? elements.map(({ kind, text }) => line(kind, text)) : joinSpeeches(elements);
}

/** The gold of stage plays keeps cue, directions and words of a speech together, and acts among the headings. */
function joinSpeeches(elements: Script['elements']): Line[] {
  const joined: string[][] = [];
  for (const { kind, text } of elements) {
    if (kind === 'character') joined.push(['speech', text]);
    else if (kind === 'dialogue') joined.at(-1)!.push(text);
    else if (kind === 'parenthetical') joined.at(-1)!.push(`(${text})`);
    else joined.push([kind === 'action' ? 'action' : 'heading', text]);
  }
  return joined.map(([kind, ...texts]) => line(kind!, texts.join('')));
}

function line(kind: string, text: string): Line {
  return `${kind}: ${text.replace(/\s+/gu, '')}`;
}

/** Number of elements that stand in both lists in the same order: the length of their longest common subsequence. */
export function countRight(gold: readonly Line[], found: readonly Line[]): number {
  let above = new Int32Array(found.length + 1);
  for (const expected of gold) {
    const row = new Int32Array(found.length + 1);
    for (let i = 1; i <= found.length; i++) {
      row[i] = expected === found[i - 1] ? above[i - 1]! + 1 : Math.max(above[i]!, row[i - 1]!);
    }
    above = row;
  }
  return above[found.length]!;
}
