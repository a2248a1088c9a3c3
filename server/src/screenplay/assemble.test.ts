import { describe, expect, it } from 'vitest';
import { assembleScript } from './assemble.js';
import { parseFountain } from './fountain/reader.js';
import { decodeText } from './source/decode.js';

const assemble = (text: string) =>
  assembleScript(parseFountain(decodeText(Buffer.from(text))), { format: 'fountain', encoding: 'utf-8', field: 'f' });

describe('assembleScript', () => {
  it('cuts scenes at headings and carries sections', () => {
    const { scenes } = assemble('# ACT ONE\n\nINT. A - DAY\n\nOne.\n\n# ACT TWO\n\nEXT. B - NIGHT\n\nTwo.\n');
    expect(scenes.map(({ index, section, heading }) => [index, section, heading?.location])).toEqual([
      [0, 'ACT ONE', 'A'],
      [1, 'ACT TWO', 'B'],
    ]);
    expect(scenes[0]!.elements.map(({ kind }) => kind)).toEqual(['scene_heading', 'action']);
    expect(scenes[1]!.span).toEqual({ startLine: 9, startColumn: 1, endLine: 11, endColumn: 5 });
  });

  it('makes a scene of what happens before the first heading', () => {
    const { scenes, warnings } = assemble('Rain.\n\nINT. A - DAY\n\nOne.\n');
    expect(scenes.map(({ heading }) => heading?.text)).toEqual([undefined, 'INT. A - DAY']);
    expect(warnings).toEqual([]);
  });

  it('makes none of a lone transition before it', () => {
    const { scenes, elements } = assemble('FADE IN:\n\nINT. A - DAY\n\nOne.\n');
    expect(scenes).toHaveLength(1);
    expect(elements[0]!.kind).toBe('transition');
  });

  it('reads a script without headings as one scene, with a warning', () => {
    const { scenes, warnings } = assemble('\nANA\nHola.\n\nLUIS\nAdiós.\n');
    expect(scenes).toHaveLength(1);
    expect(warnings).toEqual([{ line: 2, message: expect.stringContaining('one scene') }]);
  });

  it('counts cues, words and scenes of characters, extensions aside', () => {
    const { characters } = assemble(
      "INT. A - DAY\n\nANA\nOne, two.\n\nANA (V.O.)\nIt's three-four.\n\nEXT. B - DAY\n\nLUIS\nNo.\n\nANA\n(low)\nYes.\n",
    );
    expect(characters).toEqual([
      { name: 'ANA', cues: 3, words: 5, scenes: [0, 1] },
      { name: 'LUIS', cues: 1, words: 1, scenes: [1] },
    ]);
  });

  it('gives a scene its own language, and a very short one that of the script', () => {
    const spanish = 'La mujer cruza el patio sin mirar a nadie y el perro se detiene ante la puerta cerrada. '.repeat(
      6,
    );
    const english = 'The woman crosses the yard without a look at anyone, and the dog stops at the door. '.repeat(4);
    const { language, scenes } = assemble(
      `INT. A - DÍA\n\n${spanish}\n\nINT. B - DÍA\n\n${english}\n\nINT. C - DÍA\n\nAh.\n\nINT. D - DÍA\n\n${spanish}\n`,
    );
    expect(language).toBe('es');
    expect(scenes.map((scene) => scene.language)).toEqual(['es', 'en', 'es', 'es']);
  });

  it('keeps scene numbers that stand outside of the heading text', () => {
    expect(assemble('INT. A - DAY #12A#\n\nOne.\n').scenes[0]!.heading).toEqual({
      text: 'INT. A - DAY',
      setting: 'INT',
      location: 'A',
      time: 'DAY',
      timeOfDay: 'DAY',
      number: '12A',
    });
  });
});

describe('scenes that are numbered above their heading', () => {
  it('are one scene, with the number of the one line and the place of the other', () => {
    const { scenes } = assemble('ESCENA 1\n\nINT. BAR - DÍA\n\nUno.\n\nEscena 2\n\nEXT. MAR - DÍA\n\nDos.\n');
    expect(scenes.map(({ heading, span }) => [heading?.number, heading?.location, span.startLine])).toEqual([
      ['1', 'BAR', 1],
      ['2', 'MAR', 7],
    ]);
  });

  it('stay scenes of their own where no other heading follows', () => {
    const { scenes } = assemble('ESCENA I\n\nUna sala.\n\nESCENA II\n\nNadie.\n');
    expect(scenes.map(({ heading }) => heading?.text)).toEqual(['ESCENA I', 'ESCENA II']);
  });
});
