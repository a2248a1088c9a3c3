import { isPageFurniture } from '../grammar/page-furniture.js';
import type { MaskedLines } from './comments.js';

/** `(more)` is a direction like any other. */
const LOWER_DIRECTION = /^\s*\(.*\p{Ll}/u;

/** Files made from printed scripts keep what belongs to their pages: `(MORE)`, `CONTINUED: (2)`. Bare numbers are the writer's. */
export function withoutFurniture(masked: MaskedLines): MaskedLines {
  const isFurniture = (line: string): boolean =>
    isPageFurniture(line) && /\p{L}/u.test(line) && !LOWER_DIRECTION.test(line);
  return { ...masked, lines: masked.lines.map((line) => (isFurniture(line) ? '' : line)) };
}
