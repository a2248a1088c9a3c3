/**
 * Plain text in any habit: column layout, flat layout, stage-play layout.
 */
import type { DecodedText } from './decode.js';
import { splitDualColumns } from './dual-columns.js';
import { toLayoutLines } from './layout-line.js';
import { dropPageFurniture } from './page-furniture.js';
import type { ParsedElements } from './parsed-elements.js';
import { readScreenplayLayout } from './screenplay-layout.js';
import { isStagePlay, readStagePlay } from './stage-play.js';

/** Reads a plain text script, in whichever layout it is. Never throws: text without structure is read as action. */
export function parseText(source: DecodedText): ParsedElements {
  const lines = dropPageFurniture(toLayoutLines(source.lines));
  const read = isStagePlay(lines) ? readStagePlay(lines) : readScreenplayLayout(splitDualColumns(lines));
  return { ...read, warnings: [], lines: source.lines.length };
}
