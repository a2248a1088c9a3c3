/**
 * Scene headings as shooting scripts print them: the scene's number in both margins.
 */
import type { SceneHeading } from '../../domain/script.js';
import { parseSceneHeading } from './scene-heading.js';

const MAX_LENGTH = 200;
const BOTH_MARGINS = /^(\S{1,6}) {2,}(\S.*\S) {2,}\1$/u;

/** Reads a printed line as a scene heading; any mark that stands in both margins is its number. */
export function parsePrintedHeading(line: string): SceneHeading | undefined {
  const heading = parseSceneHeading(line);
  if (heading || line.length > MAX_LENGTH) return heading;
  const match = BOTH_MARGINS.exec(line);
  const inner = match && parseSceneHeading(match[2]!);
  return inner ? { ...inner, number: match[1]! } : undefined;
}
