import { describe, expect, it } from 'vitest';
import type { Character } from '../domain/script.js';
import type { Appraise } from './affect.js';
import { describeCharacters } from './characters.js';
import type { Reading } from './reading.js';

const vector = Float32Array.of(1);
const line = (scene: number, speaker: string | undefined, valence: number, tokens = 10): Reading => ({
  segment: {
    scene,
    kind: speaker === undefined ? 'action' : 'dialogue',
    text: '',
    span: { startLine: 1, startColumn: 1, endLine: 1, endColumn: 1 },
    ...(speaker !== undefined && { speaker }),
  },
  encoding: { tokens, valence, arousal: 0, polarity: vector, emotion: vector },
});
const character = (name: string): Character => ({ name, cues: 2, words: 9, scenes: [] });
/** Stands for the measured affect: its valence is the number of readings. */
const appraise: Appraise = (readings) => {
  const estimate = { value: readings.length };
  return { sentiment: estimate, valence: estimate, arousal: estimate, emotions: {} as never, polarity: {} as never };
};

describe('describeCharacters', () => {
  const readings = [
    line(0, undefined, -1),
    line(0, 'ANA', 0.5, 30),
    line(0, 'LUIS', 0),
    line(0, 'ANA', -0.5, 10),
    line(3, 'ANA', 0.2),
  ];

  it('appraises the lines of each, and each scene they speak in', () => {
    expect(describeCharacters([character('ANA'), character('LUIS')], readings, appraise)).toMatchObject([
      {
        name: 'ANA',
        cues: 2,
        words: 9,
        affect: { valence: { value: 3 } },
        scenes: [
          { scene: 0, valence: 0.25 },
          { scene: 3, valence: 0.2 },
        ],
      },
      { name: 'LUIS', affect: { valence: { value: 1 } }, scenes: [{ scene: 0, valence: 0 }] },
    ]);
  });

  it('leaves out who has a cue but no line', () => {
    expect(describeCharacters([character('EVA'), character('LUIS')], readings, appraise)).toHaveLength(1);
  });

  it('describes twenty at most, those who speak most', () => {
    const names = Array.from({ length: 30 }, (_, i) => `PERSONA ${i}`);
    const lines = names.map((name) => line(0, name, 0));
    const described = describeCharacters(names.map(character), lines, appraise);
    expect(described.map(({ name }) => name)).toEqual(names.slice(0, 20));
  });
});
