import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeActs, FEWEST_SCENES } from './acts.js';
import type { Appraise } from './affect.js';
import type { Reading } from './reading.js';

const calibration = {
  version: '1',
  encoder: { name: 'encoder', version: '1' },
  sceneValence: [-1, 1],
  turningPoints: [0.1, 0.25, 0.5, 0.75, 0.9].map((mean) => ({ mean, sd: 0.05 })),
};
const span = { startLine: 1, startColumn: 1, endLine: 1, endColumn: 1 };
const vector = Float32Array.of(1);
const read = (scene: number, tokens: number): Reading => ({
  segment: { scene, kind: 'action', text: '', span },
  encoding: { tokens, valence: 0, arousal: 0, polarity: vector, emotion: vector },
});
/** One reading a scene; none for a scene of 0 tokens. */
const scenesOf = (tokens: readonly number[]) => tokens.map((count, scene) => (count === 0 ? [] : [read(scene, count)]));

/** Stands for the measured affect: its valence is the number of tokens appraised. */
const appraise: Appraise = (readings) => {
  const value = readings.reduce((sum, { encoding }) => sum + encoding.tokens, 0);
  const estimate = { value };
  return { sentiment: estimate, valence: estimate, arousal: estimate, emotions: {} as never, polarity: {} as never };
};
const describeTokens = (tokens: readonly number[], turningPoints = calibration.turningPoints) =>
  describeActs(scenesOf(tokens), { ...calibration, turningPoints }, appraise);

const scripts = fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: FEWEST_SCENES, maxLength: 120 });
const sparse = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: FEWEST_SCENES, maxLength: 60 });
const points = fc.array(
  fc.record({ mean: fc.double({ min: 0, max: 1, noNaN: true }), sd: fc.double({ min: 0, max: 0.3, noNaN: true }) }),
  { minLength: 5, maxLength: 5 },
);

describe('describeActs', () => {
  it('knows no acts in a script of fewer than 8 scenes', () => {
    expect(describeTokens([10, 10, 10, 10, 10, 10, 10])).toEqual([]);
    expect(describeTokens([])).toEqual([]);
  });

  it('cuts where turning points usually stand, measured in tokens', () => {
    const even = describeTokens(Array.from({ length: 100 }, () => 10));
    expect(even.map(({ act, firstScene, lastScene }) => [act, firstScene, lastScene])).toEqual([
      ['setup', 0, 24],
      ['rising', 25, 74],
      ['falling', 75, 89],
      ['resolution', 90, 99],
    ]);
    const longFirst = describeTokens([800, ...Array.from({ length: 9 }, () => 100)]);
    expect(longFirst.map(({ firstScene }) => firstScene)).toEqual([0, 1, 6, 8]);
  });

  it('covers every scene once, in order, for any lengths and any turning points', () => {
    fc.assert(
      fc.property(scripts, points, (tokens, turningPoints) => {
        const acts = describeTokens(tokens, turningPoints);
        expect(acts.map(({ act }) => act)).toEqual(['setup', 'rising', 'falling', 'resolution']);
        const covered = acts.flatMap(({ firstScene, lastScene }) =>
          Array.from({ length: lastScene - firstScene + 1 }, (_, i) => firstScene + i),
        );
        expect(covered).toEqual(tokens.map((_, scene) => scene));
      }),
    );
  });

  it('appraises each act from its own scenes', () => {
    fc.assert(
      fc.property(scripts, (tokens) => {
        for (const { firstScene, lastScene, affect } of describeTokens(tokens)) {
          const own = tokens.slice(firstScene, lastScene + 1).reduce((sum, count) => sum + count, 0);
          expect(affect.valence.value).toBe(own);
        }
      }),
    );
  });

  it('starts each act at its first scene, within the doubt it states', () => {
    fc.assert(
      fc.property(scripts, points, (tokens, turningPoints) => {
        for (const { start, firstScene } of describeTokens(tokens, turningPoints)) {
          expect(start.value).toBe(firstScene);
          if (start.interval === undefined) continue;
          expect(start.interval.low).toBeLessThanOrEqual(start.value);
          expect(start.interval.high).toBeGreaterThanOrEqual(start.value);
        }
      }),
    );
  });

  it('leaves out an act without text: there is nothing to appraise, and the others keep their scenes', () => {
    const acts = describeTokens([0, 0, 0, 0, 0, 0, 0, 10]);
    expect(acts.map(({ act, firstScene, lastScene }) => [act, firstScene, lastScene])).toEqual([['resolution', 3, 7]]);
  });

  it('never appraises nothing, and has no act twice', () => {
    fc.assert(
      fc.property(sparse, (tokens) => {
        const acts = describeTokens(tokens);
        expect(acts.every(({ affect }) => affect.valence.value > 0)).toBe(true);
        for (const [i, { firstScene, lastScene }] of acts.entries()) {
          expect(lastScene).toBeGreaterThanOrEqual(firstScene);
          if (i > 0) expect(firstScene).toBeGreaterThan(acts[i - 1]!.lastScene);
        }
      }),
    );
  });
});
