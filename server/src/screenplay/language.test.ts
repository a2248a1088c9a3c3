import { describe, expect, it } from 'vitest';
import { detectLanguage, RELIABLE_LENGTH } from './language.js';

const SPANISH = 'La mujer cruza el patio sin mirar a nadie. Detrás de ella, el perro se detiene y olfatea la puerta. ';
const ENGLISH = 'The woman crosses the yard and looks at nobody. Behind her the dog stops and sniffs at the door. ';
const FRENCH =
  "La femme traverse la cour sans regarder personne. Derrière elle le chien s'arrête et renifle la porte. ";
const PORTUGUESE = 'A mulher atravessa o pátio sem olhar para ninguém. Atrás dela, o cão pára e não fareja a porta. ';

describe('detectLanguage', () => {
  it.each([
    ['es', SPANISH],
    ['en', ENGLISH],
    ['und', FRENCH],
    ['und', PORTUGUESE],
  ])('finds %s in long texts', (language, text) => {
    const long = text.repeat(3);
    expect(long.length).toBeGreaterThan(RELIABLE_LENGTH);
    expect(detectLanguage(long)).toBe(language);
  });

  it.each([
    ['es', 'Hola. ¿Qué tal?'],
    ['es', 'Ya no quedan entradas.'],
    ['en', 'Is that you?'],
    ['en', "I don't know."],
    ['und', 'Ah.'],
    ['und', ''],
  ])('votes %s for short texts: %s', (language, text) => expect(detectLanguage(text)).toBe(language));

  it('looks at more than the beginning', () => {
    expect(detectLanguage(FRENCH.repeat(4) + SPANISH.repeat(60))).toBe('es');
  });
});
