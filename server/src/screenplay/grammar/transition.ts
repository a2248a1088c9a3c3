/**
 * Transitions (`CUT TO:`, `FUNDIDO A NEGRO.`) and page furniture (`(MORE)`, page numbers), in English and Spanish.
 */
import { stripEmphasis } from './emphasis.js';

const MAX_LENGTH = 60;

const EN_MANNER = '(?:(?:SMASH|MATCH|JUMP|HARD|QUICK|FAST|SHOCK|FLASH|SLOW|SLOWLY|TIME|STRAIGHT|SHARP|CROSS)[ -])*';
const EN_MOVE = '(?:CUTS?|DISSOLVES?|FADES?|WIPES?|IRIS|MIX(?:ES)?)';
const ES_MOVE =
  '(?:CORTE|CORTA|CORTAMOS|FUNDE|FUNDIDO|FUNDIMOS|ENCADENA|ENCADENADO|ENCADENAMOS|DISUELVE|DISOLVENCIA|ABRE|ABRIMOS|' +
  'APERTURA|CIERRA|CIERRE|CERRAMOS|BARRIDO|CORTINILLA|PASA|PASAMOS)';
const ES_MANNER = '(?: (?:DIRECTO|SECO|BRUSCO|RÁPIDO|LENTO|LENTAMENTE|CRUZADO|ENCADENADO))*';
const COLOUR = '(?:BLACK|WHITE|RED|NEGRO|BLANCO|ROJO)';
const TARGET = `(?: ${COLOUR}| TITLES?| CREDITS| TÍTULOS| TITULOS| CRÉDITOS| CREDITOS)?`;

/** Forms that are transitions in any case ("Fade out.", "Corte a:"). */
const ANY_CASE = [
  new RegExp(`^${EN_MANNER}(?:CUTS?|DISSOLVES?|FADES?) (?:TO|BACK TO|OUT TO|IN FROM|UP FROM)${TARGET}[.:]+$`, 'iu'),
  /^(?:SLOW )?(?:FADES?|IRIS) (?:IN|OUT|UP)[.:]+$/iu,
  new RegExp(`^${ES_MOVE}${ES_MANNER} (?:A|EN|DE|DESDE|SOBRE)${TARGET}[.:]+$`, 'iu'),
  new RegExp(
    `^(?:${EN_MANNER}(?:CUT|DISSOLVE|FADE|WIPE)|(?:FUNDIDO|CORTE|DISOLVENCIA|ENCADENADO)${ES_MANNER}):$`,
    'iu',
  ),
];

/** Forms that need capitals: they would be ordinary words otherwise. */
const CAPITALS = [
  /^(?:[\p{Lu}'’.-]+ ){1,5}(?:TO|A):$/u,
  new RegExp(`^${EN_MANNER}${EN_MOVE} (?:TO|IN|OUT|UP|BACK TO|FROM)(?: [\\p{Lu}\\p{N}'’-]+){0,3}[.:]*$`, 'u'),
  new RegExp(`^${ES_MOVE}${ES_MANNER} A(?: [\\p{Lu}\\p{N}'’-]+){1,3}[.:]*$`, 'u'),
  new RegExp(`^${ES_MOVE}${ES_MANNER} (?:DE|DESDE|EN|SOBRE) ${COLOUR}[.:]*$`, 'u'),
  /^FUNDIDO (?:ENCADENADO|CRUZADO)[.:]*$/u,
  /^(?:INTERCUT|INTERCALAR|INTERCALADO)(?: (?:WITH|CON))?:$/u,
];

/** True for a line that is a transition by its own form, without Fountain's `>`. */
export function isTransition(line: string): boolean {
  if (line.length > MAX_LENGTH * 2) return false;
  const text = plain(line);
  if (text.length > MAX_LENGTH) return false;
  return ANY_CASE.some((form) => form.test(text)) || CAPITALS.some((form) => form.test(text));
}

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
  if (line.length > MAX_LENGTH * 2) return false;
  const text = plain(line);
  return text !== '' && FURNITURE.some((form) => form.test(text));
}

const plain = (line: string): string => stripEmphasis(line.trim()).trim().replace(/\s+/gu, ' ');
