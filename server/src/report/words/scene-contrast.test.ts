import { describe, expect, it } from 'vitest';
import { makeReport } from '../../../test/report-fixture.js';
import type { StrongScene } from '../report.js';
import { en } from './messages-en.js';
import { es } from './messages-es.js';
import { contrastDegree, contrastScene, describeContrast, outstandingScenes } from './scene-contrast.js';

const base = makeReport({ scenes: 1 }).scenes[0]!;

/** A scene by its valence and arousal, each with an interval of the given half-width. */
function makeScene(valence: number, arousal: number, margin = 0.001) {
  const around = (value: number) => ({ value, interval: { low: value - margin, high: value + margin, level: 0.9 } });
  return { ...base, valence: around(valence), arousal: around(arousal) };
}

const plain = Array.from({ length: 9 }, (_, at) => makeScene(at % 2 === 0 ? 0.01 : -0.01, at % 2 === 0 ? 0.05 : 0.04));

describe('contrastScene', () => {
  it.each([
    [0.1, 0.045, ['brighter']],
    [-0.1, 0.045, ['darker']],
    [0, 0.2, ['livelier']],
    [0, -0.2, ['calmer']],
    [-0.1, 0.2, ['livelier', 'darker']],
  ])('names the direction of valence %f and arousal %f', (valence, arousal, directions) => {
    const scene = makeScene(valence, arousal);
    const contrast = contrastScene(scene, [...plain, scene]);
    expect(contrast.directions.toSorted()).toEqual(directions.toSorted());
    expect(contrast.sure).toBe(true);
  });

  it('is not sure where the margin holds the average of the script', () => {
    const scene = makeScene(-0.1, 0.045, 0.2);
    expect(contrastScene(scene, [...plain, scene])).toEqual({ directions: ['darker'], sure: false });
  });
});

describe('describeContrast', () => {
  it('says how far and where to, with a reservation where there is doubt', () => {
    const describeIn = (messages: typeof es, strength: number, margin: number) => {
      const scene: StrongScene = { ...makeScene(-0.1, 0.045, margin), strength };
      return describeContrast(scene, [...plain, scene], messages);
    };
    expect(describeIn(es, 3, 0.001)).toBe('mucho más oscura que la media de este guion');
    expect(describeIn(en, 1.6, 0.2)).toBe(
      'clearly darker than the average of this script, though within its margin of doubt',
    );
  });

  it('has three degrees', () => {
    expect([1.49, 1.5, 2.49, 2.5].map(contrastDegree)).toEqual(['slightly', 'clearly', 'clearly', 'far']);
  });
});

describe('outstandingScenes', () => {
  it('lets at most a third of the scenes stand out', () => {
    expect([1, 3, 8, 40].map((scenes) => outstandingScenes(makeReport({ scenes })).length)).toEqual([1, 1, 3, 5]);
  });
});
