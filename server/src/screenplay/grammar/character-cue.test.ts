import { describe, expect, it } from 'vitest';
import { parseCharacterCue } from './character-cue.js';

describe('parseCharacterCue', () => {
  it.each([
    ['MARÍA', 'MARÍA', []],
    ["MARÍA (V.O.) (CONT'D)", 'MARÍA', ['V.O.', "CONT'D"]],
    ['MOM (O. S.)', 'MOM', ['O. S.']],
    ['MARTA EN OFF', 'MARTA', ['EN OFF']],
    ['V.O. NARRADOR', 'NARRADOR', ['V.O.']],
    ['ÉDOUARD (très fort)', 'ÉDOUARD', ['très fort']],
    ['MARY (O.S.', 'MARY', ['O.S.']],
    ['NIÑO 1º', 'NIÑO 1º', []],
    ['2nd WITCH', '2ND WITCH', []],
    ['EXTRAÑO #1', 'EXTRAÑO #1', []],
    ['LAURA 😭', 'LAURA', []],
    ['LA PISA-BIEN', 'LA PISA-BIEN', []],
    ["O'BRIEN", "O'BRIEN", []],
    ['KING JR.', 'KING JR.', []],
    ['R2D2', 'R2D2', []],
    ['**BRICK**', 'BRICK', []],
    ['@McAVOY (V.O.)', 'MCAVOY', ['V.O.']],
    ['DAWN', 'DAWN', []],
  ])('reads %s', (line, name, extensions) => {
    expect(parseCharacterCue(line)).toEqual({ name, extensions, dual: false });
  });

  it('marks the second column of dual dialogue', () => {
    expect(parseCharacterCue('STEEL (V.O.) ^')).toEqual({ name: 'STEEL', extensions: ['V.O.'], dual: true });
  });

  it.each([
    ['headings', 'INT. CASA - DÍA'],
    ['transitions', 'CUT TO:'],
    ['page furniture', '(MORE)'],
    ['sentences', 'HE FIRES.'],
    ['questions', 'WHO?'],
    ['lower-case names', 'McAvoy'],
    ['numbers', '1999'],
    ['title cards', '5 YEARS LATER'],
    ['the end', 'FIN'],
    ['acts', 'ACTO PRIMERO'],
    ['chapters', 'CHAPTER TWELVE'],
    ['an empty forced cue', '@'],
    ['nothing', '   '],
    ['long lines', 'A'.repeat(100)],
  ])('rejects %s: %s', (_, line) => expect(parseCharacterCue(line)).toBeUndefined());
});
