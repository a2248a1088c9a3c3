import { describe, expect, it } from 'vitest';
import type { StoredAnalysis } from '../domain/analysis.js';
import type { Act, ActSentiment, Affect, Estimate, SceneSentiment } from '../domain/sentiment.js';
import { recommend } from './recommend.js';

const estimate = (value: number): Estimate => ({
  value,
  interval: { low: value - 0.1, high: value + 0.1, level: 0.9 },
});
const affect = (sentiment: number, arousal: number) =>
  ({ sentiment: estimate(sentiment), valence: estimate(0), arousal: estimate(arousal) }) as Affect;
const span = { startLine: 1, startColumn: 1, endLine: 1, endColumn: 2 };

/** An analysis of eight scenes in four acts, two each, with the sentiment and arousal given for each act. */
function analysis(id: string, sentiment: readonly number[], arousal: readonly number[]): StoredAnalysis {
  const acts = (['setup', 'rising', 'falling', 'resolution'] as Act[]).map((act, i) => ({
    act,
    firstScene: 2 * i,
    lastScene: 2 * i + 1,
    start: { value: 2 * i },
    affect: affect(sentiment[i]!, arousal[i]!),
  })) satisfies ActSentiment[];
  const scenes = Array.from({ length: 8 }, (_, scene) => ({
    scene,
    affect: affect(0.5, arousal[scene >> 1]! + scene / 100),
    strength: Math.abs(scene - 3),
    evidence: [{ scene, span, quote: '', reason: '', weight: 1 }],
  })) as unknown as SceneSentiment[];
  return {
    record: { info: { analysisId: id, stored: { id: `script-${id}`, version: 1 } } },
    result: { scenes, summary: { acts } },
  } as unknown as StoredAnalysis;
}

const CONTRAST = [0.2, 0.5, 0.8, 0.5];
const FLAT = [0.5, 0.55, 0.45, 0.5];
const averages = [{ measure: 'sentiment', mean: estimate(0.4), count: 3 }] as const;

describe('recommend', () => {
  it('says nothing of scripts that show no weakness, or of none', () => {
    expect(recommend([analysis('a', CONTRAST, CONTRAST)], averages, 'es')).toEqual([]);
    expect(recommend([], averages, 'es')).toEqual([]);
  });

  it('speaks of a tone that does not change, with the scenes that differ least', () => {
    const [advice, ...others] = recommend(
      [analysis('a', FLAT, CONTRAST), analysis('b', CONTRAST, CONTRAST), analysis('c', FLAT, CONTRAST)],
      averages,
      'es',
    );
    expect(others).toEqual([]);
    expect(advice).toMatchObject({ measure: 'sentiment', percentile: { value: 0.4 } });
    expect(advice!.text).toContain('En 2 de 3 guiones');
    expect(advice!.evidence.map(({ scriptId, evidence }) => [scriptId, evidence.scene])).toEqual([
      ['script-a', 3],
      ['script-c', 3],
    ]);
  });

  it('speaks of a height that is calmer than the setup, with the calmest scenes', () => {
    const [advice] = recommend([analysis('a', CONTRAST, [0.6, 0.1, 0.2, 0.5])], averages, 'en');
    expect(advice).toMatchObject({ measure: 'arousal' });
    expect(advice).not.toHaveProperty('percentile');
    expect(advice!.evidence.map(({ evidence }) => evidence.scene)).toEqual([2]);
  });

  it('is silent where most scripts do not show it, or intervals are missing', () => {
    const few = [analysis('a', FLAT, CONTRAST), analysis('b', CONTRAST, CONTRAST), analysis('c', CONTRAST, CONTRAST)];
    expect(recommend(few, averages, 'es')).toEqual([]);
    const blind = analysis('a', FLAT, CONTRAST);
    delete (blind.result.summary!.acts[1]!.affect.sentiment as { interval?: unknown }).interval;
    expect(recommend([blind], averages, 'es')).toEqual([]);
  });
});
