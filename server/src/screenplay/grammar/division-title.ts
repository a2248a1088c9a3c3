/**
 * Titles of a script's divisions: acts and chapters (sections), and the scenes of stage plays.
 */
import type { ElementKind } from '../../domain/script.js';
import { stripEmphasis } from './emphasis.js';
import { singleSpaces } from './single-spaces.js';

const MAX_LENGTH = 80;
const CARDINALS =
  'ONE|TWO|THREE|FOUR|FIVE|SIX|SEVEN|EIGHT|NINE|TEN|UNO|DOS|TRES|CUATRO|CINCO|SEIS|SIETE|OCHO|NUEVE|DIEZ';
const ORDINALS =
  'FIRST|SECOND|THIRD|FOURTH|FIFTH|PRIMER[OA]?|SEGUND[OA]|TERCER[OA]?|CUART[OA]|QUINT[OA]|SEXT[OA]|S[ÉE]PTIM[OA]|' +
  'OCTAV[OA]|NOVEN[OA]|D[ÉE]CIM[OA]|UND[ÉE]CIM[OA]|DUOD[ÉE]CIM[OA]|(?:DECIMO|VIG[ÉE]SIM)\\p{L}+|[ÚU]NIC[OA]|[ÚU]LTIM[OA]|FINAL';
const NUMERAL = `(?:\\d{1,3}|[IVXL]{1,7}|${CARDINALS}|${ORDINALS})`;
const AFTER = '(?:\\s*[.:—–-]\\s*(?:\\p{L}.*)?)?';

const SECTIONS = [
  new RegExp(`^(?:ACT|ACTO|JORNADA|PARTE?|CHAPTER|CAP[ÍI]TULO|CUADRO|EPISOD(?:E|IO)) ${NUMERAL}${AFTER}$`, 'u'),
  new RegExp(`^(?:${ORDINALS}) (?:ACT|ACTO|PARTE?|CUADRO|JORNADA)[.]?$`, 'u'),
  /^(?:TEASER|COLD OPEN|TAG|PR[ÓO]LOGO|PROLOGUE|EP[ÍI]LOGO|EPILOGUE)[.]?$/u,
];
const SCENE = new RegExp(`^(?:ESCENA|SCENE|SECUENCIA) ${NUMERAL}${AFTER}$`, 'u');
const SCENE_LABEL = new RegExp(`^(?:ESCENA|SCENE|SECUENCIA) (${NUMERAL})[.:]?$`, 'u');
/** Numerals need capitals also where the rest of a title does not: `Parte vil` is none. */
const LOWER_ROMAN = / [ivxl]+(?:\W|$)/;

/** What a line titles by its own form: an act (`section`), a scene with its number (`scene_heading`), or nothing. */
export function divisionTitle(line: string): Extract<ElementKind, 'section' | 'scene_heading'> | undefined {
  const text = normalize(line);
  if (text === undefined) return undefined;
  if (SCENE.test(text)) return 'scene_heading';
  return SECTIONS.some((form) => form.test(text)) ? 'section' : undefined;
}

/** Number of a scene whose title is nothing else (`ESCENA 12`); the heading proper may stand below it. */
export function sceneLabel(line: string): string | undefined {
  return SCENE_LABEL.exec(normalize(line) ?? '')?.[1];
}

/** In capitals and with single spaces, when it can be a title: in capitals or with a capital at its start. */
function normalize(line: string): string | undefined {
  if (line.length > MAX_LENGTH) return undefined;
  const text = singleSpaces(stripEmphasis(line.trim()));
  return /^\p{Lu}/u.test(text) && !LOWER_ROMAN.test(text) ? text.toUpperCase() : undefined;
}
