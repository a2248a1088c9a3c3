import type { Scene, Script, ScriptElement, SourceSpan } from '../domain/script.js';
import type { Segment } from '../domain/segment.js';
import { singleSpaces } from './grammar/single-spaces.js';

/**
 * Cuts a script into segments: an action paragraph each, a dialogue turn each. A turn is everything one cue says;
 * parentheticals interrupt it on the page, not in the reading, and are left out.
 */
export function segmentScript(script: Script): Segment[] {
  return script.scenes.flatMap(segmentScene);
}

function segmentScene(scene: Scene): Segment[] {
  const segments: Segment[] = [];
  let turn: ScriptElement[] = [];
  const closeTurn = () => {
    if (turn.length > 0) segments.push(toSegment(scene.index, 'dialogue', turn));
    turn = [];
  };
  for (const element of scene.elements) {
    if (element.kind === 'dialogue' || element.kind === 'lyrics') turn.push(element);
    else if (element.kind !== 'parenthetical') closeTurn();
    if (element.kind === 'action') segments.push(toSegment(scene.index, 'action', [element]));
  }
  closeTurn();
  return segments.filter((segment) => segment.text.length > 0);
}

function toSegment(scene: number, kind: Segment['kind'], elements: readonly ScriptElement[]): Segment {
  const [first] = elements;
  return {
    scene,
    kind,
    text: elements.map((element) => singleSpaces(element.text).trim()).join(' '),
    span: cover(first!.span, elements.at(-1)!.span),
    ...(kind === 'dialogue' && first!.speaker !== undefined && { speaker: first!.speaker }),
  };
}

function cover(first: SourceSpan, last: SourceSpan): SourceSpan {
  return { ...first, endLine: last.endLine, endColumn: last.endColumn };
}
