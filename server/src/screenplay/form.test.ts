import { describe, expect, it } from 'vitest';
import { parseScript } from './parse.js';

const formOf = async (text: string) => (await parseScript({ bytes: Buffer.from(text) }, { maxBytes: 1e7 })).form;
const scene = (number: number, words: number) =>
  `INT. ROOM ${number} - DAY\n\n${'The rain goes on and on. '.repeat(words / 6)}\n\nANA\nSo it does.\n\n`;
const scenes = (count: number, words: number) => Array.from({ length: count }, (_, at) => scene(at, words)).join('');

describe('findForm', () => {
  it.each([
    ['short', scenes(6, 120)],
    ['feature', scenes(60, 300)],
    ['pilot', `TEASER\n\n${scenes(4, 300)}ACT ONE\n\n${scenes(10, 300)}ACT TWO\n\n${scenes(10, 300)}`],
    ['micro_drama', Array.from({ length: 8 }, (_, at) => `EPISODIO ${at + 1}\n\n${scene(at, 150)}`).join('')],
    ['stage_play', `ACTO PRIMERO\n\nESCENA PRIMERA\n\n${'ANA.— Hola.\n\nLEO.— (Sentándose.) Adiós.\n\n'.repeat(20)}`],
    ['feature', Array.from({ length: 5 }, (_, at) => `ACT ${'I'.repeat(at + 1)}\n\n${scenes(20, 300)}`).join('')],
  ])('%s', async (form, text) => {
    const found = await formOf(text);
    expect(found.form).toBe(form);
    expect(found.evidence).not.toBe('');
  });
});
