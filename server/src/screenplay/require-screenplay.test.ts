import { describe, expect, it } from 'vitest';
import { EngineError } from '../domain/errors.js';
import { parseFountain } from './fountain/reader.js';
import { requireScreenplay } from './require-screenplay.js';
import { decodeText } from './source/decode.js';

function judge(text: string): string {
  try {
    requireScreenplay(parseFountain(decodeText(Buffer.from(text))), 'script.text');
    return 'accepted';
  } catch (error) {
    expect(error).toBeInstanceOf(EngineError);
    expect((error as EngineError).reason).toBe('SCRIPT_NOT_A_SCREENPLAY');
    return (error as EngineError).message;
  }
}

describe('requireScreenplay', () => {
  it.each([
    ['a script', 'INT. CASA - DÍA\n\nEntra.\n\nANA\nHola.\n'],
    ['a silent scene', 'INT. CASA - DÍA\n\nEntra. Sale.\n'],
    ['cues without headings', 'ANA\nHola.\n\nLUIS\nAdiós.\n'],
    ['a silent scene in a place of its own', '.The roof\n\nEntra. Sale.\n'],
    ['verse with semicolons', 'INT. HALL - DAY\n\nANA\nThe night is dark;\nthe moon is down;\nand I, I wait;\n'],
    ['one speech', 'ANA\nHola.\n'],
  ])('accepts %s', (_, text) => expect(judge(text)).toBe('accepted'));

  it.each([
    ['headings alone', 'INT. CASA - DÍA\n\nEXT. CALLE - NOCHE\n', 'no dialogue and no action'],
    [
      'a novel',
      'It was late.\n\nThe rain had stopped, and the road lay empty.\n',
      'no scene heading and no character cue',
    ],
    ['an e-mail', 'Hola, Ana:\n\nTe mando el contrato. Un saludo,\n\nLUIS\n', 'no scene heading and no character cue'],
    ['a recipe', 'INGREDIENTES\n2 huevos\n200 g de harina\n\nPREPARACIÓN\n1. Batir.\n2. Hornear.\n', 'lists'],
    ['source code', 'BEGIN\nint main(void) {\n  return 0;\n}\n\nfloat x;\n', 'source code'],
    [
      'a report with one title in capitals',
      `SUMMARY\nAll well.\n\n${'The quarter went as planned. '.repeat(40)}\n`,
      '%',
    ],
  ])('refuses %s', (_, text, why) => expect(judge(text)).toContain(why));

  it('quotes nothing of the text', () => {
    expect(judge('A secret sentence about Ana.\n')).not.toContain('secret');
  });
});
