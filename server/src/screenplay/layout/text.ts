/**
 * Plain text in any habit: columns, flat, stage play, comic in Markdown.
 */

import type { LineClassifier } from '../../domain/line-classifier.js';
import type { ParsedElements } from '../parsed-elements.js';
import type { DecodedText } from '../source/decode.js';
import { toLayoutLines } from './line.js';
import { isPanelScript, parsePanelScript } from './panel-script.js';
import { readLayout } from './reader.js';

/** Reads a plain text script, in whichever layout it is. Never throws: text without structure is read as action. */
export async function parseText(source: DecodedText, classifier?: LineClassifier): Promise<ParsedElements> {
  if (isPanelScript(source.lines)) return parsePanelScript(source);
  return { ...(await readLayout(toLayoutLines(source.lines), classifier)), lines: source.lines.length };
}
