import { describe, expect, it } from 'vitest';
import { makeReport } from '../../../test/report-fixture.js';
import { smoothSentiment } from './trend.js';

describe('smoothSentiment', () => {
  it('keeps a constant as it is', () => {
    const scenes = makeReport({ scenes: 20 }).scenes.map((scene) => ({ ...scene, sentiment: { value: 0.3 } }));
    for (const value of smoothSentiment(scenes) ?? []) expect(value).toBeCloseTo(0.3, 12);
    expect(smoothSentiment(scenes)).toHaveLength(20);
  });

  it('stays between the extremes and is smoother than the scenes', () => {
    const scenes = makeReport({ scenes: 60 }).scenes;
    const values = scenes.map((scene) => scene.sentiment!.value);
    const trend = smoothSentiment(scenes)!;
    const roughness = (line: number[]) =>
      line.slice(1).reduce((sum, value, at) => sum + Math.abs(value - line[at]!), 0);
    expect(Math.min(...trend)).toBeGreaterThanOrEqual(Math.min(...values));
    expect(Math.max(...trend)).toBeLessThanOrEqual(Math.max(...values));
    expect(roughness(trend)).toBeLessThan(roughness(values) / 2);
  });

  it('is not drawn for short scripts', () => {
    expect(smoothSentiment(makeReport({ scenes: 11 }).scenes)).toBeUndefined();
  });
});
