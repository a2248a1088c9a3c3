/**
 * Titles of a script's divisions: acts and chapters (sections), and the scenes of stage plays.
 */
import type { ElementKind } from '../../domain/script.js';

const MAX_LENGTH = 80;
const CARDINALS =
  'ONE|TWO|THREE|FOUR|FIVE|SIX|SEVEN|EIGHT|NINE|TEN|UNO|DOS|TRES|CUATRO|CINCO|SEIS|SIETE|OCHO|NUEVE|DIEZ';
const ORDINALS =
  'FIRST|SECOND|THIRD|FOURTH|FIFTH|PRIMER[OA]?|SEGUND[OA]|TERCER[OA]?|CUART[OA]|QUINT[OA]|SEXT[OA]|S[ÉE]PTIM[OA]|' +
  'OCTAV[OA]|NOVEN[OA]|D[ÉE]CIM[OA]|UND[ÉE]CIM[OA]|DUOD[ÉE]CIM[OA]|(?:DECIMO|VIG[ÉE]SIM)\\p{L}+|[ÚU]NIC[OA]|[ÚU]LTIM[OA]|FINAL';
const NUMERAL = `(?:\\d{1,3}|[IVXL]{1,7}|${CARDINALS}|${ORDINALS})`;
const AFTER = '(?:\\s*[.:—–-]\\s*(?:\\p{L}.*)?)?';

const SECTIONS = [
  new RegExp(`^(?:ACT|ACTO|JORNADA|PARTE?|CHAPTER|CAP[ÍI]TULO|CUADRO|EPISODIO?) ${NUMERAL}${AFTER}$`, 'u'),
  new RegExp(`^(?:${ORDINALS}) (?:ACT|ACTO|PARTE?|CUADRO|JORNADA)[.]?$`, 'u'),
  /^(?:TEASER|COLD OPEN|TAG|PR[ÓO]LOGO|PROLOGUE|EP[ÍI]LOGO|EPILOGUE)[.]?$/u,
];
const STAGE_SCENE = new RegExp(`^(?:ESCENA|SCENE) ${NUMERAL}${AFTER}$`, 'u');

/** What a line titles by its own form: an act (`section`), a stage play's scene (`scene_heading`), or nothing. */
export function divisionTitle(line: string): Extract<ElementKind, 'section' | 'scene_heading'> | undefined {
  if (line.length > MAX_LENGTH) return undefined;
  const text = line.trim().replace(/\s+/gu, ' ');
  if (STAGE_SCENE.test(text)) return 'scene_heading';
  return SECTIONS.some((form) => form.test(text)) ? 'section' : undefined;
}
