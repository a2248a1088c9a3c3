/**
 * Times of day as scene headings write them, in English and Spanish.
 */

import type { TimeOfDay } from '../../domain/script.js';

const words = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/));

/** Words that make a phrase a time of day by themselves, without accents. */
const TIMES = words(`
  DAY NIGHT MORNING EVENING AFTERNOON NOON MIDDAY MIDNIGHT DAWN DUSK SUNSET SUNRISE SUNDOWN TWILIGHT DAYBREAK NIGHTFALL
  LATER EARLIER CONTINUOUS CONTINUING CONT SAME SIMULTANEOUS MEANWHILE DAYTIME NIGHTTIME
  DIA NOCHE TARDE MANANA MADRUGADA AMANECER ATARDECER ANOCHECER MEDIODIA MEDIANOCHE ALBA OCASO CREPUSCULO
  CONTINUO CONTINUA CONTINUADO CONTINUACION DESPUES LUEGO ANTES SIMULTANEO MISMO MISMA
`);

/** Words that may stand around them: "LATE AFTERNOON", "TEN MINUTES LATER", "A LA MAÑANA SIGUIENTE". */
const COMPANIONS = words(`
  THE A AN AT IN ON OF THAT THIS NEXT FOLLOWING LATE EARLY MID PRE POST MAGIC GOLDEN HOUR HOURS MINUTE MINUTES MOMENT
  MOMENTS SECOND SECONDS DAYS WEEK WEEKS MONTH MONTHS YEAR YEARS FEW SOME TIME ANOTHER FOR AND
  ONE TWO THREE FOUR FIVE SIX SEVEN EIGHT NINE TEN TWENTY THIRTY
  EL LA LOS LAS AL DEL DE EN POR UN UNA UNOS UNAS MEDIA PRIMERA ULTIMA HORA HORAS MAGICA MINUTO MINUTOS MOMENTO
  MOMENTOS SEGUNDO SEGUNDOS DIAS SEMANA SEMANAS MES MESES ANO ANOS RATO INSTANTE INSTANTES SIGUIENTE OTRO OTRA TEMPRANO
  TIEMPO MAS POCO PLENO PLENA Y DOS TRES CUATRO CINCO SEIS SIETE OCHO NUEVE DIEZ VEINTE TREINTA
`);

const WITH_ACCENT: ReadonlyMap<string, string> = new Map([
  ['DIA', 'DÍA'],
  ['DIAS', 'DÍAS'],
  ['MANANA', 'MAÑANA'],
  ['MEDIODIA', 'MEDIODÍA'],
  ['CREPUSCULO', 'CREPÚSCULO'],
  ['CONTINUACION', 'CONTINUACIÓN'],
  ['DESPUES', 'DESPUÉS'],
  ['SIMULTANEO', 'SIMULTÁNEO'],
  ['MAGICA', 'MÁGICA'],
  ['ULTIMA', 'ÚLTIMA'],
  ['MAS', 'MÁS'],
  ['ANO', 'AÑO'],
  ['ANOS', 'AÑOS'],
]);

const WORD = /[\p{L}\p{M}\p{N}]+/gu;
const ACCENTS = /\p{M}/gu;
const NUMBER = /^\d{1,4}$/;
const EDGE_PUNCTUATION = /^[\s.,:;()/\p{So}\p{M}-]+|[\s.,:;()/\p{So}\p{M}-]+$/gu;
const MAX_LENGTH = 60;

/**
 * Reads a whole phrase as a time of day: upper-case, accents restored (`DIA` → `DÍA`); undefined when any word of it
 * belongs to something else.
 */
export function parseTimeOfDay(phrase: string): string | undefined {
  if (phrase.length > MAX_LENGTH) return undefined;
  const upper = phrase.replace(EDGE_PUNCTUATION, '').toUpperCase();
  let isTime = false;
  for (const [word] of upper.matchAll(WORD)) {
    const folded = word.normalize('NFD').replace(ACCENTS, '');
    if (TIMES.has(folded)) isTime = true;
    else if (!COMPANIONS.has(folded) && !NUMBER.test(folded)) return undefined;
  }
  return isTime ? upper.replace(WORD, (word) => WITH_ACCENT.get(word) ?? word) : undefined;
}

const COMES_DOWN_TO: readonly (readonly [TimeOfDay, RegExp])[] = [
  ['LATER', /LATER|DESPU[ÉE]S|M[ÁA]S TARDE|LUEGO/u],
  ['EARLIER', /EARLIER|ANTES/u],
  ['CONTINUOUS', /CONT|MOMENTS? /u],
  ['SAME', /SAME|MISM[OA]|SIMULT|MEANWHILE/u],
  ['DAWN', /DAWN|SUNRISE|DAYBREAK|AMANECER|ALBA|MADRUGADA/u],
  ['DUSK', /DUSK|SUNSET|SUNDOWN|TWILIGHT|NIGHTFALL|ATARDECER|ANOCHECER|OCASO|CREP[ÚU]SCULO|MAGIC|M[ÁA]GICA|GOLDEN/u],
  ['NIGHT', /\bNIGHT|NIGHTTIME|NOCHE/u],
  ['NIGHT', /MIDNIGHT|MEDIANOCHE/u],
  ['DAY', /\bDAY|NOON|MIDDAY|D[ÍI]A|MEDIOD[ÍI]A/u],
  ['MORNING', /MORNING|MAÑANA/u],
  ['AFTERNOON', /AFTERNOON|TARDE/u],
  ['EVENING', /EVENING/u],
];

/** What a time that {@link parseTimeOfDay} read comes down to; undefined for times that say none of it. */
export function toTimeOfDay(time: string): TimeOfDay | undefined {
  return COMES_DOWN_TO.find(([, words]) => words.test(time))?.[0];
}
