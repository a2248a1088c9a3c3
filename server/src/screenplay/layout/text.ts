/**
 * Plain text in any habit: columns, flat, stage play, comic in Markdown.
 */

import type { ParsedElements } from '../parsed-elements.js';
import type { DecodedText } from '../source/decode.js';
import { toLayoutLines } from './line.js';
import { isPanelScript, parsePanelScript } from './panel-script.js';
import { readLayout } from './reader.js';

/** Reads a plain text script, in whichever layout it is. Never throws: text without structure is read as action. */
export function parseText(source: DecodedText): ParsedElements {
  if (isPanelScript(source.lines)) return parsePanelScript(source);
  return { ...readLayout(toLayoutLines(source.lines)), warnings: [], lines: source.lines.length };
}
