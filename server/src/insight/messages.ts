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
