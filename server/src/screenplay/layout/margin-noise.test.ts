import { describe, expect, it } from 'vitest';
import { toLayoutLines } from './line.js';
import { withoutMarginNoise } from './margin-noise.js';

const clean = (...lines: readonly string[]) =>
  withoutMarginNoise(toLayoutLines(lines)).map(({ text, indent }) => `${' '.repeat(indent)}${text}`);

const PROSE = [
  'The lamp turns over the bay.',
  'Rain on every window of the house.',
  'Nobody answers her.',
  'She goes.',
];

describe('withoutMarginNoise', () => {
  it('takes stars off line ends where a script is full of them', () => {
    expect(clean(...PROSE.map((line) => `  ${line} *`))).toEqual(PROSE.map((line) => `  ${line}`));
  });

  it('takes numbers off line ends where prose is full of them, and leaves them on headings', () => {
    const numbered = [...PROSE.map((line, at) => `${line} ${at + 41}`), 'INT. ROOM - DAY 2'];
    expect(clean(...numbered)).toEqual([...PROSE, 'INT. ROOM - DAY 2']);
  });

  it("leaves one star, one number and names with numbers: they are the writer's", () => {
    const lines = [
      'She sees a *',
      'He lives at number 12',
      'GUARD 1',
      'Stop.',
      'GUARD 2',
      'No.',
      'GUARD 1',
      'Stop.',
      'GUARD 2',
    ];
    expect(clean(...lines)).toEqual(lines);
  });

  it('takes the letters of a watermark out of margins and words, and off lines of their own', () => {
    const marked = [
      '  D  The lamp turns over the bay.',
      '     Rain on R every window.',
      'F',
      '     Nobody answers her.   T',
      '  P  She goes.',
    ];
    expect(clean(...marked)).toEqual([
      '     The lamp turns over the bay.',
      '     Rain on every window.',
      '     Nobody answers her.',
      '     She goes.',
    ]);
  });

  it('keeps words of one letter', () => {
    const lines = ['I see a man.', 'A door.', 'I go.', 'Pan y agua.', 'Uno o dos.', 'A beat.'];
    expect(clean(...lines)).toEqual(lines);
  });

  it('keeps columns and lines true to the source', () => {
    const lines = withoutMarginNoise(toLayoutLines(['X', ...PROSE.map((line) => `Q   ${line}`)]));
    expect(lines[0]).toMatchObject({ line: 2, column: 5, indent: 4, text: PROSE[0] });
  });
});
