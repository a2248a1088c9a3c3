import { describe, expect, it } from 'vitest';
import type { SceneSentiment, ScriptSentiment } from '../../domain/sentiment.js';
import { Act, BoundaryMethod, NarrativeEmotion, SentimentOptions } from '../../gen/guionix/ml/v1/sentiment.js';
import { fromOptions, toSceneSentiment, toScriptSentiment, toStreamEvent } from './sentiment.js';

const { signal } = new AbortController();
const options = (given: Parameters<typeof SentimentOptions.fromPartial>[0]) =>
  fromOptions(SentimentOptions.fromPartial(given), { signal });
const span = { startLine: 3, startColumn: 1, endLine: 9, endColumn: 4 };
const estimate = { value: 0.5, interval: { low: 0.4, high: 0.6, level: 0.9 } };
const shares = {
  anger: 1,
  anticipation: 0,
  disgust: 0,
  fear: 0,
  joy: 0,
  sadness: 0,
  surprise: 0,
  trust: 0,
  neutral: 0,
};
const affect = {
  sentiment: estimate,
  valence: { value: 0.1 },
  arousal: { value: 0.2 },
  emotions: shares,
  polarity: { negative: 0.2, neutral: 0.3, positive: 0.5 },
};
const scene: SceneSentiment = {
  scene: 2,
  heading: 'INT. CASA',
  span,
  language: 'es',
  affect,
  evidence: [{ scene: 2, span, quote: 'x', reason: 'y', weight: 1 }],
  speakers: ['ANA'],
  segments: 4,
  tokens: 40,
  strength: 1.5,
  embedding: Float32Array.of(0.25, -1),
};

describe('fromOptions', () => {
  it('has the defaults of the contract', () => {
    const defaults = { priority: 'interactive', evidenceLimit: 3, firstScene: 0, signal };
    expect(fromOptions(undefined, { signal })).toEqual(defaults);
    expect(options({})).toEqual(defaults);
  });

  it('takes what is given', () => {
    expect(options({ answerLanguage: 1, priority: 3, evidenceLimit: 20, firstScene: 7 })).toEqual({
      answerLanguage: 'es',
      priority: 'background',
      evidenceLimit: 20,
      firstScene: 7,
      signal,
    });
  });

  it('refuses more evidence than there may be', () => {
    expect(() => options({ evidenceLimit: 21 })).toThrow(
      expect.objectContaining({
        reason: 'FIELD_INVALID',
        details: {
          violations: [{ field: 'options.evidence_limit', description: '21 was given; use 1..20, or 0 for 3.' }],
        },
      }),
    );
  });
});

describe('toSceneSentiment', () => {
  it('packs embeddings as little-endian floats, when asked for', () => {
    expect(toSceneSentiment(scene, false).embedding).toBeUndefined();
    const { data, dim } = toSceneSentiment(scene, true).embedding!;
    expect([dim, data.toString('hex')]).toEqual([2, '0000803e000080bf']);
  });

  it('places a scene and its evidence', () => {
    expect(toSceneSentiment({ ...scene, span: { ...span, page: 12 } }, false)).toMatchObject({
      sceneIndex: 2,
      startLine: 3,
      endLine: 9,
      page: 12,
      sentiment: estimate,
      strength: 1.5,
      evidence: [{ sceneIndex: 2, startLine: 3, endLine: 9, speaker: '', quote: 'x', reason: 'y', weight: 1 }],
    });
  });

  it('has no number where nothing was measured', () => {
    const { affect: _, embedding: __, strength: ___, heading: ____, ...empty } = scene;
    const wire = toSceneSentiment({ ...empty, segments: 0, tokens: 0, evidence: [], speakers: [] }, true);
    const { sentiment, valence, arousal, tension, emotions, polarity, embedding } = wire;
    for (const number of [sentiment, valence, arousal, tension, emotions, polarity, embedding]) {
      expect(number).toBeUndefined();
    }
    expect(wire).toMatchObject({ heading: '', strength: 0 });
  });
});

describe('toScriptSentiment', () => {
  const acts = (['setup', 'rising', 'falling', 'resolution'] as const).map((act, i) => ({
    act,
    firstScene: i,
    lastScene: i,
    start: { value: i },
    affect,
  }));
  const characters = [{ name: 'ANA', cues: 2, words: 9, affect, scenes: [{ scene: 4, valence: -0.5 }] }];
  const summary: ScriptSentiment = { affect, acts, strongest: [scene], characters };

  it('says how acts were found and nothing that is not known', () => {
    const wire = toScriptSentiment(summary);
    expect(wire.acts.map(({ act }) => act)).toEqual([Act.SETUP, Act.RISING, Act.FALLING, Act.RESOLUTION]);
    for (const act of wire.acts) {
      expect(act).toMatchObject({
        narrativeEmotion: NarrativeEmotion.UNSPECIFIED,
        boundaryMethod: BoundaryMethod.POSITION_PRIOR,
      });
      expect(act.tension).toBeUndefined();
    }
    expect(wire.overallSentiment).toEqual(estimate);
    expect(wire.characters).toMatchObject([{ name: 'ANA', sceneIndices: [4], sceneValence: [-0.5], cueCount: 2 }]);
  });

  it('leaves embeddings out of the strongest scenes', () => {
    expect(toScriptSentiment(summary).strongestScenes[0]!.embedding).toBeUndefined();
  });
});

describe('toStreamEvent', () => {
  it('carries progress with every event', () => {
    const progress = { scenesDone: 3, scenesTotal: 9, tokensDone: 40, tokensTotal: 200 };
    expect(toStreamEvent({ type: 'scene', scene, progress }, false)).toMatchObject({
      event: { $case: 'scene', value: { sceneIndex: 2 } },
      progress,
    });
  });
});
