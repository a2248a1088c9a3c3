/**
 * Plain text in any habit: column layout, flat layout, stage-play layout.
 */

import type { ParsedElements } from '../parsed-elements.js';
import type { DecodedText } from '../source/decode.js';
import { toLayoutLines } from './line.js';
import { readLayout } from './reader.js';

/** Reads a plain text script, in whichever layout it is. Never throws: text without structure is read as action. */
export function parseText(source: DecodedText): ParsedElements {
  return { ...readLayout(toLayoutLines(source.lines)), warnings: [], lines: source.lines.length };
}
