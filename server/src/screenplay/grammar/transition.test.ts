import { describe, expect, it } from 'vitest';
import { isTransition } from './transition.js';

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
