import type { ElementKind, Scene, Script, ScriptElement, SourceSpan } from '../domain/script.js';
import type { Segment } from '../domain/segment.js';
import { singleSpaces } from './grammar/single-spaces.js';

/**
 * Cuts a script into segments: an action paragraph each, a dialogue turn each. A turn is everything one cue says;
 * parentheticals interrupt it on the page, not in the reading, and are left out.
 */
export function segmentScript(script: Script): Segment[] {
  return script.scenes.flatMap(segmentScene);
}

function segmentScene({ index, elements }: Scene): Segment[] {
  const segments: Segment[] = [];
  for (let at = 0; at < elements.length; ) {
    const { kind } = elements[at]!;
    const last = isSpoken(kind) ? turnEnd(elements, at) : at;
    if (isSpoken(kind) || kind === 'action') {
      const segment = toSegment(index, elements.slice(at, last + 1));
      if (segment.text.length > 0) segments.push(segment);
    }
    at = last + 1;
  }
  return segments;
}

const isSpoken = (kind: ElementKind): boolean => kind === 'dialogue' || kind === 'lyrics';

/** Index of the last spoken element of the turn that begins at `first`. */
function turnEnd(elements: readonly ScriptElement[], first: number): number {
  let last = first;
  for (let at = first + 1; at < elements.length; at++) {
    const { kind } = elements[at]!;
    if (isSpoken(kind)) last = at;
    else if (kind !== 'parenthetical') break;
  }
  return last;
}

/** The segment of an action, or of a turn with the parentheticals inside it. */
function toSegment(scene: number, elements: readonly ScriptElement[]): Segment {
  const first = elements[0]!;
  const texts = elements.filter(({ kind }) => kind !== 'parenthetical').map(({ text }) => singleSpaces(text).trim());
  const speaker = first.kind === 'action' ? undefined : first.speaker;
  return {
    scene,
    kind: first.kind === 'action' ? 'action' : 'dialogue',
    text: texts.join(' '),
    span: cover(first.span, elements.at(-1)!.span),
    ...(speaker !== undefined && { speaker }),
  };
}

function cover(first: SourceSpan, last: SourceSpan): SourceSpan {
  return { ...first, endLine: last.endLine, endColumn: last.endColumn };
}
