/** Words of the answers, in Spanish and English. No sentence says more than the number under it. */

import type { Emotion } from '../domain/emotions.js';

/** Languages the engine answers in. */
export type AnswerLanguage = 'es' | 'en';

interface Catalogue {
  readonly emotion: Record<Emotion, string>;
  /** Why a line pulls its scene down. */
  darkest(emotion: string): string;
  /** Why a line pulls its scene up. */
  brightest(emotion: string): string;
}

const es: Catalogue = {
  emotion: {
    anger: 'ira',
    anticipation: 'expectación',
    disgust: 'asco',
    fear: 'miedo',
    joy: 'alegría',
    sadness: 'tristeza',
    surprise: 'sorpresa',
    trust: 'confianza',
    neutral: 'sin emoción marcada',
  },
  darkest: (emotion) => `Baja el tono de la escena; lo más presente: ${emotion}.`,
  brightest: (emotion) => `Sube el tono de la escena; lo más presente: ${emotion}.`,
};

const en: Catalogue = {
  emotion: {
    anger: 'anger',
    anticipation: 'anticipation',
    disgust: 'disgust',
    fear: 'fear',
    joy: 'joy',
    sadness: 'sadness',
    surprise: 'surprise',
    trust: 'trust',
    neutral: 'no marked emotion',
  },
  darkest: (emotion) => `Lowers the tone of the scene; most present: ${emotion}.`,
  brightest: (emotion) => `Lifts the tone of the scene; most present: ${emotion}.`,
};

/** The catalogue of each language. */
export const MESSAGES: Record<AnswerLanguage, Catalogue> = { es, en };

interface Advice {
  /** The tone is the same in every act: in `weak` of `told` scripts. */
  flatTone(weak: number, told: number): string;
  /** The height is calmer than the setup: in `weak` of `told` scripts. */
  calmHeight(weak: number, told: number): string;
}

/** What to work on, in each language. */
export const RECOMMENDATIONS: Record<AnswerLanguage, Advice> = {
  es: {
    flatTone: (weak, told) =>
      `En ${weak} de ${told} guiones el tono de los cuatro actos no se distingue: sus intervalos se solapan. Marca un contraste claro donde un acto pasa al siguiente; las escenas citadas son las que menos se apartan de la media.`,
    calmHeight: (weak, told) =>
      `En ${weak} de ${told} guiones el segundo y el tercer acto son más calmados que el planteamiento. Sube lo que está en juego en las escenas citadas, las más calmadas.`,
  },
  en: {
    flatTone: (weak, told) =>
      `In ${weak} of ${told} scripts the tone of the four acts cannot be told apart: their intervals overlap. Mark a clear contrast where one act turns into the next; the scenes cited differ least from the mean.`,
    calmHeight: (weak, told) =>
      `In ${weak} of ${told} scripts the second and third acts are calmer than the setup. Raise the stakes in the scenes cited, the calmest ones.`,
  },
};
