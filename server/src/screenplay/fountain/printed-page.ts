import { isPageFurniture } from '../grammar/page-furniture.js';
import type { MaskedLines } from './comments.js';

/** Files made from printed scripts keep what belongs to their pages: `(MORE)`, `CONTINUED: (2)`. Bare numbers are the writer's. */
export function withoutFurniture(masked: MaskedLines): MaskedLines {
  const isFurniture = (line: string): boolean => isPageFurniture(line) && /\p{L}/u.test(line);
  return { ...masked, lines: masked.lines.map((line) => (isFurniture(line) ? '' : line)) };
}
