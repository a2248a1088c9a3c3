/**
 * Transitions (`CUT TO:`, `FUNDIDO A NEGRO.`) in English and Spanish.
 */
import { anyOf } from './any-of.js';
import { plainLine } from './plain-line.js';

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
const ANY_CASE = anyOf([
  new RegExp(`^${EN_MANNER}(?:CUTS?|DISSOLVES?|FADES?) (?:TO|BACK TO|OUT TO|IN FROM|UP FROM)${TARGET}[.:]+$`, 'iu'),
  /^(?:SLOW )?(?:FADES?|IRIS) (?:IN|OUT|UP)[.:]+$/iu,
  new RegExp(`^${ES_MOVE}${ES_MANNER} (?:A|EN|DE|DESDE|SOBRE)${TARGET}[.:]+$`, 'iu'),
  new RegExp(
    `^(?:${EN_MANNER}(?:CUT|DISSOLVE|FADE|WIPE)|(?:FUNDIDO|CORTE|DISOLVENCIA|ENCADENADO)${ES_MANNER}):$`,
    'iu',
  ),
]);

/** Forms that need capitals: they would be ordinary words otherwise. */
const CAPITALS = anyOf([
  /^(?:[\p{Lu}'’.-]+ ){1,5}(?:TO|A):$/u,
  new RegExp(`^${EN_MANNER}${EN_MOVE} (?:TO|IN|OUT|UP|BACK TO|FROM)(?: [\\p{Lu}\\p{N}'’-]+){0,3}[.:]*$`, 'u'),
  new RegExp(`^${ES_MOVE}${ES_MANNER} A(?: [\\p{Lu}\\p{N}'’-]+){1,3}[.:]*$`, 'u'),
  new RegExp(`^${ES_MOVE}${ES_MANNER} (?:DE|DESDE|EN|SOBRE) ${COLOUR}[.:]*$`, 'u'),
  /^FUNDIDO (?:ENCADENADO|CRUZADO)[.:]*$/u,
  /^(?:INTERCUT|INTERCALAR|INTERCALADO)(?: (?:WITH|CON))?:$/u,
]);

/** How all forms end that are not in capitals. */
const ENDS = /[.:]$/;

/** True for a line that is a transition by its own form, without Fountain's `>`. */
export function isTransition(line: string): boolean {
  const text = plainLine(line, MAX_LENGTH);
  if (text === '' || !(ENDS.test(text) || !/\p{Ll}/u.test(text))) return false;
  return ANY_CASE.test(text) || CAPITALS.test(text);
}
