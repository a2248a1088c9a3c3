/**
 * What each line of the source is: elements laid back over the lines they were read from.
 */
import type { ElementKind, ScriptElement } from '../domain/script.js';
import type { LineVerdict } from './lines/judge.js';

/** What a source line is; `other` is what belongs to no element of the story: page furniture, notes, markup. */
export type LineElement =
  | 'scene_heading'
  | 'action'
  | 'character'
  | 'dialogue'
  | 'parenthetical'
  | 'transition'
  | 'metadata'
  | 'blank'
  | 'other';

/** Label of one source line. */
export interface LineLabel {
  /** Source line, from 1. */
  readonly line: number;
  readonly element: LineElement;
  /** Who speaks, normalised, on the lines of a speech and its cue. */
  readonly character?: string;
  /** How sure the parser is of the element, 0..1. */
  readonly confidence: number;
}

/** Lines of a source and what was read in them. */
export interface ReadLines {
  /** The source lines that spans refer to. */
  readonly lines: readonly string[];
  readonly elements: readonly ScriptElement[];
  /** Last line of the title page, from 1; left out when there is none. */
  readonly titlePageEnd?: number;
  /** What single lines were judged to be, where that is known; elements tell the rest. */
  readonly verdicts?: ReadonlyMap<number, LineVerdict>;
}

const LABELS: Readonly<Record<ElementKind, LineElement>> = {
  scene_heading: 'scene_heading',
  action: 'action',
  character: 'character',
  dialogue: 'dialogue',
  lyrics: 'dialogue',
  parenthetical: 'parenthetical',
  transition: 'transition',
  section: 'other',
  synopsis: 'other',
  note: 'other',
};

/**
 * One label for every line, in order. Where several elements share a line (a cue and its speech in a stage play, two
 * columns of dual dialogue) the widest gives the label; cue, direction and note yield
 * to what is said.
 */
export function labelLines({ lines, elements, titlePageEnd = 0, verdicts }: ReadLines): LineLabel[] {
  const owners = ownersOf(lines, elements);
  return lines.map((text, index) => {
    const line = index + 1;
    if (text.trim() === '') return { line, element: 'blank', confidence: 1 };
    const owner = owners[index];
    const speaker = owner?.speaker;
    const verdict = verdicts?.get(line);
    const character = speaker !== undefined && { character: speaker };
    if (verdict) return { line, element: labelOf(verdict.kind), ...character, confidence: verdict.confidence };
    if (!owner) return { line, element: line <= titlePageEnd ? 'metadata' : 'other', confidence: 1 };
    return { line, element: LABELS[owner.kind], ...character, confidence: owner.confidence ?? 1 };
  });
}

const labelOf = (kind: LineVerdict['kind']): LineElement => (kind === 'other' ? kind : LABELS[kind]);

function ownersOf(lines: readonly string[], elements: readonly ScriptElement[]): (ScriptElement | undefined)[] {
  const owners: (ScriptElement | undefined)[] = new Array(lines.length);
  const widths = new Float64Array(lines.length);
  for (const element of elements) {
    for (let line = element.span.startLine; line <= element.span.endLine; line++) {
      const width = claimOn(element, line, lines[line - 1] ?? '');
      if (width <= widths[line - 1]!) continue;
      owners[line - 1] = element;
      widths[line - 1] = width;
    }
  }
  return owners;
}

/** Claims of what shares a line with a speech, against the speech's own. */
const CLAIM: Partial<Record<ElementKind, number>> = { character: 0.001, parenthetical: 0.01, note: 0.01 };

/** Columns that an element takes of a line, weighed by its kind. */
function claimOn({ kind, span }: ScriptElement, line: number, text: string): number {
  const from = line === span.startLine ? span.startColumn : 1;
  const to = line === span.endLine ? span.endColumn : text.length + 1;
  return Math.max(1, to - from) * (CLAIM[kind] ?? 1);
}
