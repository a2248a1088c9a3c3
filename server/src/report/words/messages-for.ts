import type { Messages } from './messages.js';
import { en } from './messages-en.js';
import { es } from './messages-es.js';

const CATALOGUES: Readonly<Record<'es' | 'en', Messages>> = { es, en };

/** The catalogue of a language. */
export function messagesFor(language: 'es' | 'en'): Messages {
  return CATALOGUES[language];
}
