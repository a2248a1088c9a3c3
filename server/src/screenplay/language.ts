/**
 * Language of a text: Spanish, English or neither.
 */
import { createHash } from 'node:crypto';
import { franc } from 'franc-min';
import type { Language } from '../domain/script.js';

/** Characters from which letter statistics are reliable (measured: 99 % right at 200, 96 % at 100). */
export const RELIABLE_LENGTH = 200;
/** Longer texts are judged by the majority of this many stretches of this many characters. */
const SAMPLES = 3;
const SAMPLE_LENGTH = 400;

/**
 * Languages of texts judged before, by their hash, the oldest first to go: letter statistics are most of the cost of
 * reading a script, and most scenes of a new draft are those of the last.
 */
const judged = new Map<string, Language>();
const MOST_JUDGED = 4096;

const BY_STATISTICS: ReadonlyMap<string, Language> = new Map([
  ['spa', 'es'],
  ['eng', 'en'],
]);

const words = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/));

/** Frequent words that the other language does not have, most of them no words of its neighbours either. */
const SPANISH = words(`
  el los las del y en una por con para pero qué cómo dónde cuándo quién está están estás estoy es soy eres muy más ya sí
  yo tú él ella usted ustedes nos le les lo su sus mi mis esto eso este esta ese esa hay hola gracias señor señora bien
  aquí ahora nada todo siempre nunca también porque cuando donde hasta desde sobre entre vamos tengo tiene quiero puede
`);
const ENGLISH = words(`
  the and of to in is are was were it its that this these those he she they we you your his her their our my for with on
  at by from not don't i'm it's you're what where when who how why be been have has had do does did will would can could
  should just here there now yes hello thanks sir well never always about into out up all if but so then than
`);
const SPANISH_LETTERS = /[ñ¿¡]/gu;
const WORD = /[\p{L}]+(?:['’][\p{L}]+)?/gu;

/**
 * Tells the language of a text. Texts of {@link RELIABLE_LENGTH} characters and more go by letter statistics among all
 * languages, so that French is `und` and not the nearer of two; shorter ones by a vote of frequent words.
 */
export function detectLanguage(text: string): Language {
  if (text.length < RELIABLE_LENGTH) return voteByWords(text);
  const key = createHash('sha1').update(text).digest('base64');
  const known = judged.get(key);
  if (known !== undefined) return known;
  const language = voteByStatistics(text);
  judged.set(key, language);
  if (judged.size > MOST_JUDGED) judged.delete(judged.keys().next().value!);
  return language;
}

/** Two equal votes decide. */
function voteByStatistics(text: string): Language {
  const votes: Language[] = [];
  const samples = sampleOf(text);
  for (const sample of samples) {
    const vote = BY_STATISTICS.get(franc(sample)) ?? 'und';
    if (samples.length === 1 || votes.includes(vote)) return vote;
    votes.push(vote);
  }
  return 'und';
}

/** Stretches from all over the text: a script may open with a song or a letter in another language. */
function sampleOf(text: string): readonly string[] {
  if (text.length <= SAMPLES * SAMPLE_LENGTH) return [text];
  const step = Math.floor(text.length / SAMPLES);
  return Array.from({ length: SAMPLES }, (_, part) => text.slice(part * step, part * step + SAMPLE_LENGTH));
}

function voteByWords(text: string): Language {
  const lower = text.toLowerCase();
  let spanish = lower.match(SPANISH_LETTERS)?.length ?? 0;
  let english = 0;
  for (const [word] of lower.matchAll(WORD)) {
    const plain = word.replace('’', "'");
    if (SPANISH.has(plain)) spanish++;
    if (ENGLISH.has(plain)) english++;
  }
  if (spanish === english) return 'und';
  return spanish > english ? 'es' : 'en';
}
