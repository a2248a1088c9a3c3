import {
  Act,
  ActSentiment,
  AnalysisInfo,
  BoundaryMethod,
  Language,
  NarrativeEmotion,
  Progress,
  SceneSentiment,
  type SceneSentimentEvent,
  ScriptFormat,
  ScriptOutline,
  ScriptSentiment,
} from '@guionix/ml-client';
import { describe, expect, it } from 'vitest';
import { collectReport } from './collect-report.js';

const progress = Progress.fromPartial({ scenesDone: 1, scenesTotal: 1 });
const valence = { value: -0.25, interval: { low: -0.5, high: 0, level: 0.9 } };
const outline: SceneSentimentEvent = {
  type: 'outline',
  progress,
  outline: ScriptOutline.fromPartial({ title: 'T', format: ScriptFormat.PDF, language: Language.ES, wordCount: 9 }),
};
const scene: SceneSentimentEvent = {
  type: 'scene',
  progress,
  scene: SceneSentiment.fromPartial({
    heading: 'INT. A',
    startLine: 3,
    endLine: 9,
    page: 2,
    language: Language.ES,
    valence,
  }),
};
const completed: SceneSentimentEvent = {
  type: 'completed',
  progress,
  info: AnalysisInfo.fromPartial({ analysisId: 'id', models: [{ name: 'encoder', version: '1' }] }),
  summary: ScriptSentiment.fromPartial({
    overallSentiment: { value: 0.4 },
    acts: [
      ActSentiment.fromPartial({ act: Act.SETUP, boundaryMethod: BoundaryMethod.POSITION_PRIOR }),
      ActSentiment.fromPartial({ act: Act.RISING, narrativeEmotion: NarrativeEmotion.HOPE }),
    ],
  }),
};

async function* stream(...events: SceneSentimentEvent[]) {
  yield* events;
}

describe('collectReport', () => {
  it('gathers outline, scenes and summary in words instead of codes', async () => {
    const seen: number[] = [];
    const report = await collectReport('a.pdf', stream(outline, scene, completed), ({ scenesDone }) =>
      seen.push(scenesDone),
    );
    expect(report).toMatchObject({
      sourceName: 'a.pdf',
      outline: { title: 'T', format: 'pdf', language: 'es', wordCount: 9 },
      scenes: [{ index: 0, heading: 'INT. A', startLine: 3, endLine: 9, page: 2, language: 'es', valence }],
      summary: {
        sentiment: { value: 0.4 },
        acts: [
          { act: 'setup', boundaryMethod: 'positionPrior' },
          { act: 'rising', boundaryMethod: 'unknown', narrativeEmotion: 'hope' },
        ],
      },
      info: { analysisId: 'id', models: [{ name: 'encoder', version: '1' }] },
    });
    expect(seen).toEqual([1, 1, 1]);
  });

  it('leaves out what was not measured, so that it cannot be read as zero', async () => {
    const report = await collectReport('a', stream(outline, scene, completed));
    expect(report.scenes[0]).not.toHaveProperty('tension');
    expect(report.scenes[0]).not.toHaveProperty('arousal');
    expect(report.summary.acts[0]).not.toHaveProperty('narrativeEmotion');
  });

  it('refuses a stream that ended early', async () => {
    await expect(collectReport('a', stream(outline, scene))).rejects.toThrow('before the analysis was complete');
  });
});
