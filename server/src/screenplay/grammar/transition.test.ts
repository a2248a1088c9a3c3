import { describe, expect, it } from 'vitest';
import { isPageFurniture, isTransition } from './transition.js';

describe('isTransition', () => {
  it.each([
    'CUT TO:',
    'SMASH CUT TO BLACK.',
    'FADE IN:',
    'Fade out.',
    'DISSOLVE TO:',
    'BACK TO:',
    'Corte a:',
    'CORTA A:',
    'CORTA A NEGRO.',
    'FUNDIDO A NEGRO.',
    'FUNDE A NEGRO',
    'ENCADENADO A:',
    'FUNDIDO ENCADENADO:',
    'ABRE DE NEGRO:',
    '**CUT TO:**',
  ])('takes %s', (line) => expect(isTransition(line)).toBe(true));

  it.each([
    'CUTTER',
    'FIN',
    '5 YEARS LATER',
    'CORTE DE PELO',
    'ABRE LA PUERTA',
    'wipe up.',
    'He has to cut to the chase.',
    'ENCADENADO',
    'MARÍA:',
  ])('leaves %s', (line) => expect(isTransition(line)).toBe(false));
});

describe('isPageFurniture', () => {
  it.each([
    '(MORE)',
    '(MÁS)',
    'CONTINUED: (2)',
    '12 CONTINUED: 12',
    '(CONTINUED)',
    'Rev. 03/15/99     Blue Pages',
    'BLUE REV. 3/15/99',
    '23.',
    '- 7 -',
    'Página 12',
    'Page 3 of 120',
  ])('takes %s', (line) => expect(isPageFurniture(line)).toBe(true));

  it.each(['(beat)', '1999', 'CONTINUED LAUGHTER', 'He counts 23.', ''])('leaves %s', (line) =>
    expect(isPageFurniture(line)).toBe(false),
  );
});
