/**
 * What belongs to the printed page and to no element: `(MORE)`, `CONTINUED: (2)`, revision lines, page numbers.
 */
import { plainLine } from './plain-line.js';

const MAX_LENGTH = 100;

const DATE = '\\d{1,4}[/.\\-]\\d{1,2}[/.\\-]\\d{1,4}';
const REVISION = '(?:REV(?:ISED|ISION|ISIONS)?|REVISI[OÓ]N|VERSI[OÓ]N|DRAFT)';
const PAPER = '(?:WHITE|BLUE|PINK|YELLOW|GREEN|GOLDENROD|BUFF|SALMON|CHERRY|TAN)';

const FURNITURE = [
  /^\((?:MORE|MÁS|MAS|CONTINUED|CONT[’']?D|CONT\.|CONTINÚA|CONTINUA|SIGUE)\)$/iu,
  /^(?:[A-Z]{0,2}\d{1,4}[A-Z]{0,2}\s+)?(?:CONTINUED|CONTINÚA|CONTINUACIÓN)(?:\s*:|\s*:?\s*\(\d{1,3}\)|$)(?:\s*[A-Z]{0,2}\d{1,4}[A-Z]{0,2})?$/u,
  /^[-–—]?\s*(?:(?:PAGE|P[ÁA]GINA|P[ÁA]G\.?|P\.)\s*)?\d{1,3}[A-Z]?(?:\s*(?:\/|OF|DE)\s*\d{1,3})?\s*[-–—.]{0,2}$/iu,
  new RegExp(
    `^(?:${PAPER}\\s+)?${REVISION}\\b[.:]?\\s*(?:${PAPER}\\s+)?[("]*${DATE}\\b[)"]*(?:\\s+[\\p{L}]+){0,3}(?:\\s+\\d{1,3}[A-Z]?\\.?)?$`,
    'iu',
  ),
];

/** True for lines that belong to the printed page and to no element: `(MORE)`, `CONTINUED: (2)`, revisions, numbers. */
export function isPageFurniture(line: string): boolean {
  const text = plainLine(line, MAX_LENGTH);
  return text !== '' && FURNITURE.some((form) => form.test(text));
}
