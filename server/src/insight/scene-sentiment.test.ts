import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EMOTIONS, POLARITIES } from '../domain/emotions.js';
import type { Scene } from '../domain/script.js';
import type { Encoding, Segment } from '../domain/segment.js';
import type { SceneSentiment } from '../domain/sentiment.js';
import { createAppraise } from './affect.js';
import { describeScene, impress, measureStrength } from './scene-sentiment.js';

const span = { startLine: 3, startColumn: 1, endLine: 9, endColumn: 1 };
const scene: Scene = { index: 5, heading: { text: 'INT. CASA - DÍA' }, elements: [], span, language: 'es' };
const calibration = { version: '1', encoder: { name: 'e', version: '1' }, sceneValence: [-1, 1], turningPoints: [] };
const appraise = createAppraise(calibration, { emotions: EMOTIONS, polarities: POLARITIES });
const evidence = { neutral: 0, limit: 3, language: 'es' as const, emotions: EMOTIONS };
interface Line {
  readonly segment: Segment;
  readonly encoding: Encoding;
}
const read = (valence: number, arousal: number, embedding: number[], speaker?: string): Line => ({
  segment: { scene: 5, kind: 'dialogue', text: 'x', span, ...(speaker !== undefined && { speaker }) },
  encoding: {
    tokens: 10,
    valence,
    arousal,
    polarity: Float32Array.of(0.2, 0.3, 0.5),
    emotion: Float32Array.from(EMOTIONS, () => 0.5),
    embedding: Float32Array.from(embedding),
  },
});
const describeLines = (own: Scene, lines: readonly Line[]): SceneSentiment => {
  const impression = impress(
    lines.map(({ encoding }) => encoding),
    appraise,
  );
  return describeScene(
    own,
    lines.map(({ segment }) => segment),
    impression,
    evidence,
  );
};
const scenesOf = (points: readonly (readonly [number, number] | undefined)[]): SceneSentiment[] =>
  points.map((point, index) => describeLines({ ...scene, index }, point ? [read(...point, [1])] : []));
const strengths = (points: Parameters<typeof scenesOf>[0]) =>
  measureStrength(scenesOf(points)).map(({ strength }) => strength!);

describe('describeScene', () => {
  it('describes a scene from its readings', () => {
    const readings = [read(0.5, 0.1, [1, 0], 'ANA'), read(0.1, 0.3, [0, 1]), read(0, 0, [1, 0], 'ANA')];
    const described = describeLines(scene, readings);
    expect(described).toMatchObject({
      scene: 5,
      heading: 'INT. CASA - DÍA',
      span,
      language: 'es',
      speakers: ['ANA'],
      segments: 3,
      tokens: 30,
    });
    expect(described.affect!.valence.value).toBeCloseTo(0.2);
    expect(Math.hypot(...described.embedding!)).toBeCloseTo(1);
    expect(described.embedding![0]! / described.embedding![1]!).toBeCloseTo(2);
  });

  it('has no number for a scene with nothing said and nothing done', () => {
    const empty = describeLines(scene, []);
    expect(empty).toMatchObject({ segments: 0, tokens: 0, evidence: [], speakers: [] });
    expect(empty).not.toHaveProperty('affect');
    expect(empty).not.toHaveProperty('embedding');
  });
});

describe('measureStrength', () => {
  it('is the distance from the mean in standard deviations', () => {
    expect(
      strengths([
        [1, 0],
        [-1, 0],
        [1, 0],
        [-1, 0],
      ]),
    ).toEqual([1, 1, 1, 1]);
    const [quiet, , loud] = strengths([
      [0, 0],
      [0, 0.1],
      [0, 1],
      [0, 0.1],
    ]);
    expect(loud).toBeGreaterThan(quiet! * 2);
  });

  it('is 0 where there is nothing to compare with', () => {
    expect(strengths([])).toEqual([]);
    expect(strengths([[0.7, 0.3]])).toEqual([0]);
    expect(strengths([undefined, undefined])).toEqual([0, 0]);
    expect(strengths([[0.3, 0.1], undefined, [0.3, 0.1]])).toEqual([0, 0, 0]);
  });

  it('is 0 where all scenes are alike, whatever the numbers and however many', () => {
    const number = fc.double({ min: -1, max: 1, noNaN: true });
    fc.assert(
      fc.property(number, number, fc.integer({ min: 1, max: 60 }), (valence, arousal, count) => {
        const alike = Array.from({ length: count }, () => [valence, arousal] as const);
        expect(strengths(alike)).toEqual(alike.map(() => 0));
      }),
    );
  });
});
