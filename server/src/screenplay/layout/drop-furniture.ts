/**
 * Takes the printed page out of laid-out lines: page numbers, (MORE), CONTINUED, running headers.
 */

import { isPageFurniture } from '../grammar/page-furniture.js';
import type { LayoutLine } from './line.js';
import { findRunningLines } from './running-lines.js';

/** Says that a speech goes on over the page: the space after it is the page's, not the writer's. */
const MORE = /^\((?:MORE|M[ÁA]S|SIGUE|CONTIN[ÚU]A)\)/iu;

/** The lines without furniture. A line that follows furniture starts a page, since what stands before may go on in it. */
export function dropPageFurniture(lines: readonly LayoutLine[]): LayoutLine[] {
  const kept: LayoutLine[] = [];
  let turned = false;
  let goesOn = false;
  const running = findRunningLines(lines);
  lines.forEach((line, at) => {
    if (running.has(at) || isFurnitureAt(lines, at)) {
      turned = true;
      goesOn ||= MORE.test(line.text);
    } else if (line.text === '') {
      if (!goesOn) kept.push(line);
    } else {
      kept.push(turned ? { ...line, pageStart: true, ...(goesOn && { afterMore: true }) } : line);
      turned = false;
      goesOn = false;
    }
  });
  return kept;
}

/** A bare number inside a paragraph is the writer's. */
function isFurnitureAt(lines: readonly LayoutLine[], at: number): boolean {
  const line = lines[at]!;
  if (!isPageFurniture(line.text)) return false;
  if (/\p{L}/u.test(line.text)) return true;
  const before = lines[at - 1];
  return line.pageStart === true || before === undefined || before.text === '';
}
