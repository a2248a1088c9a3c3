import { describe, expect, it } from 'vitest';
import { makeReport } from '../../../test/report-fixture.js';
import type { EmotionShares, Report } from '../report.js';
import { compareEmotions, nameableLifts } from './emotion-lift.js';

const EVEN = 1 / 9;
const even: EmotionShares = {
  joy: EVEN,
  trust: EVEN,
  anticipation: EVEN,
  surprise: EVEN,
  sadness: EVEN,
  fear: EVEN,
  disgust: EVEN,
  anger: EVEN,
  neutral: EVEN,
};
const tilt = (by: number): EmotionShares => ({ ...even, fear: EVEN + by, joy: EVEN - by });

/** Ten scenes of 400 tokens that stray a little from an even script, by turns to fear and to joy. */
function makeEvenReport(scenes = 10): Report {
  const report = makeReport({ scenes });
  return {
    ...report,
    outline: { ...report.outline, wordCount: scenes * 200 },
    scenes: report.scenes.map((scene, index) => ({
      ...scene,
      tokenCount: 400,
      emotions: tilt(index % 2 === 0 ? 0.01 : -0.01),
    })),
    summary: { ...report.summary, emotions: even },
  };
}

describe('compareEmotions', () => {
  const comparison = compareEmotions(makeEvenReport())!;

  it('tells the excess over the script and how clear it is, the clearest first', () => {
    const [first, ...rest] = comparison.ofTokens(tilt(0.02), 400);
    expect(first).toMatchObject({ emotion: 'fear' });
    expect(first!.excess).toBeCloseTo(0.18, 10);
    expect(first!.clarity).toBeCloseTo(2, 10);
    expect(rest.find(({ emotion }) => emotion === 'joy')!.clarity).toBeCloseTo(-2, 10);
  });

  it('asks a larger difference of a shorter part', () => {
    const names = (tokens: number) =>
      nameableLifts(comparison.ofTokens(tilt(0.02), tokens)).map(({ emotion }) => emotion);
    expect(names(400)).toEqual(['fear']);
    expect(names(100)).toEqual([]);
  });

  it('names nothing below a tenth, however long the part', () => {
    expect(nameableLifts(comparison.ofTokens(tilt(0.01), 1_000_000))).toEqual([]);
  });

  it('counts words by the tokens of this script', () => {
    expect(comparison.ofWords(tilt(0.02), 200)).toEqual(comparison.ofTokens(tilt(0.02), 400));
  });

  it('never compares by neutral', () => {
    expect(comparison.ofTokens(even, 400).map(({ emotion }) => emotion)).not.toContain('neutral');
  });

  it('does not compare scripts of few scenes, nor those without emotions', () => {
    expect(compareEmotions(makeEvenReport(7))).toBeUndefined();
    const { summary, ...report } = makeEvenReport();
    const { emotions, ...unread } = summary;
    expect(compareEmotions({ ...report, summary: unread })).toBeUndefined();
  });
});
