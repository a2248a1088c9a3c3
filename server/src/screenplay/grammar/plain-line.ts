import { stripEmphasis } from './emphasis.js';
import { singleSpaces } from './single-spaces.js';

/** With the space that layouts put around and between words. */
const MAX_SPACED_LENGTH = 240;

/** A line without emphasis and surplus space; empty when it is longer than `maxLength` characters, as prose is. */
export function plainLine(line: string, maxLength: number): string {
  if (line.length > MAX_SPACED_LENGTH) return '';
  const text = singleSpaces(stripEmphasis(line.trim()).trim());
  return text.length > maxLength ? '' : text;
}
