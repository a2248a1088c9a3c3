/**
 * Laid-out lines to elements: one way for plain text and for PDF.
 */

import { dropPageFurniture } from './drop-furniture.js';
import { splitDualColumns } from './dual-columns.js';
import type { LayoutLine } from './line.js';
import { type LaidOutScript, readScreenplayLayout } from './screenplay.js';
import { isStagePlay, readStagePlay } from './stage-play.js';

/** Reads laid-out lines as the stage play or the screenplay that they are. */
export function readLayout(lines: readonly LayoutLine[]): LaidOutScript {
  const body = dropPageFurniture(lines);
  return isStagePlay(body) ? readStagePlay(body) : readScreenplayLayout(splitDualColumns(body));
}
