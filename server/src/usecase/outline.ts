import type { Outline } from '../domain/outline.js';
import type { Script } from '../domain/script.js';
import type { Segment } from '../domain/segment.js';

/** What was read of a script, given its segments by scene. */
export function outlineOf(
  { title, format, language, scenes, warnings, lines }: Script,
  byScene: readonly (readonly Segment[])[],
): Outline {
  const headings = scenes.map(({ heading }) => heading?.text ?? '');
  return {
    ...(title !== undefined && { title }),
    format,
    language,
    headings,
    warnings,
    lines,
    words: countWords(byScene),
  };
}

/** Words of the segments, which have one space between two. */
function countWords(byScene: readonly (readonly Segment[])[]): number {
  let words = 0;
  for (const { text } of byScene.flat()) {
    words++;
    for (let at = text.indexOf(' '); at >= 0; at = text.indexOf(' ', at + 1)) words++;
  }
  return words;
}
