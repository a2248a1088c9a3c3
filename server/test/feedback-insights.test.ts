/** Feedback and insights through the real engine and client. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Correction, CorrectionDirection, Emotion, Language, Measure } from '@guionix/ml-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportFeedback } from '../src/cli/feedback.js';
import { excerpt, openEngine, sample, type TestEngine } from './engine.js';

describe('feedback', () => {
  let engine: TestEngine;
  beforeAll(async () => {
    engine = await openEngine();
  });
  afterAll(() => engine.close());

  it('comes back as it was given, with the models it is about, and in no log', async () => {
    const { client } = engine;
    const { info } = await client.sentiment.analyze({ text: excerpt('luces-de-bohemia', 200) });
    const corrections: Correction[] = [
      {
        correction: { $case: 'valence', value: { sceneIndex: 0, direction: CorrectionDirection.LOWER, value: -0.75 } },
      },
      {
        correction: {
          $case: 'emotion',
          value: { sceneIndex: 0, startLine: 0, endLine: 0, wrong: Emotion.JOY, right: Emotion.SADNESS },
        },
      },
      { correction: { $case: 'genre', value: { genres: ['drama'] } } },
      { correction: { $case: 'beat', value: { kind: 4, sceneIndex: 0 } } },
      { correction: { $case: 'turningPoint', value: { kind: 5, sceneIndex: 0 } } },
      {
        correction: {
          $case: 'tension',
          value: { sceneIndex: 0, direction: CorrectionDirection.HIGHER, value: undefined },
        },
      },
    ];
    const opinion = { userId: 'ana', accuracy: 4.5, usefulness: 0, comments: 'CONFIDENCIA', corrections };
    const kept = await client.feedback.submit(info.analysisId, opinion);
    expect(kept).toMatchObject({ analysisId: info.analysisId, ...opinion, models: info.models });
    const listed = [];
    for await (const feedback of client.feedback.list({ analysisId: info.analysisId })) listed.push(feedback);
    expect(listed).toEqual([kept]);
    expect(engine.log()).not.toContain('CONFIDENCIA');
  });

  it('comes out as training data: what was said, of which lines, of which models', async () => {
    const { client } = engine;
    const text =
      'INT. CASA - DÍA\n\nAna espera.\n\nANA\nNo vendrá nadie.\n\nEXT. CALLE - NOCHE\n\nLlueve sobre la calle.\n';
    const { scriptId } = await client.scripts.put({ text });
    const { info } = await client.sentiment.analyze({ scriptId });
    const value = { sceneIndex: 0, startLine: 6, endLine: 6, wrong: Emotion.JOY, right: Emotion.SADNESS };
    const valence = { sceneIndex: 1, direction: CorrectionDirection.LOWER, value: undefined };
    await client.feedback.submit(info.analysisId, {
      corrections: [{ correction: { $case: 'emotion', value } }, { correction: { $case: 'valence', value: valence } }],
    });
    const folder = mkdtempSync(join(tmpdir(), 'guionix-feedback-'));
    const out = join(folder, 'rows.jsonl');
    expect(await exportFeedback({ server: engine.address, out }, process)).toBe(0);
    const rows = readFileSync(out, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(rows.filter((row) => row.analysisId === info.analysisId)).toMatchObject([
      { task: 'emotion', scene: 0, label: { wrong: 'joy', right: 'sadness' }, texts: ['No vendrá nadie.'] },
      { task: 'valence', scene: 1, label: { direction: 'lower' }, texts: ['Llueve sobre la calle.'] },
    ]);
    expect(rows[0].models).toEqual(info.models);
    rmSync(folder, { recursive: true });
  });

  it('is refused for an analysis that is not there, and what it lacks', async () => {
    const { client } = engine;
    const unknown = client.feedback.submit('none', { accuracy: 1 });
    await expect(unknown).rejects.toMatchObject({ reason: 'ANALYSIS_NOT_FOUND' });
    const { info } = await client.sentiment.analyze({ text: excerpt('macbeth', 120) });
    const value = { kind: 16, sceneIndex: 0 };
    const wrong = client.feedback.submit(info.analysisId, { corrections: [{ correction: { $case: 'beat', value } }] });
    await expect(wrong).rejects.toMatchObject({ violations: [{ field: 'corrections[0].beat.kind' }] });
  });

  it('insights count what was measured and say nothing of what was not', async () => {
    const { client } = engine;
    const made = await client.sentiment.analyze({ text: sample('macbeth') }, { userId: 'lady' });
    await client.sentiment.analyze({ text: sample('macbeth') }, { userId: 'lady' });
    const insights = await client.insights.get('lady', { answerLanguage: Language.ES });
    expect(insights).toMatchObject({ totalAnalyses: 2, totalScripts: 1, trendingGenres: [] });
    expect(insights.averages.map(({ measure }) => measure)).toEqual([
      Measure.SENTIMENT,
      Measure.VALENCE,
      Measure.AROUSAL,
    ]);
    expect(insights.averages[0]!.mean!.value).toBeCloseTo(made.summary.overallSentiment!.value, 10);
    for (const { text, evidence } of insights.recommendations) {
      expect(text).toContain('guiones');
      expect(evidence[0]!.evidence!.startLine).toBeGreaterThan(0);
    }
    const later = await client.insights.get('lady', { start: new Date(Date.now() + 60_000) });
    expect(later.totalAnalyses).toBe(0);
    const raw = client.raw.insights.getInsights({ userId: 'lady', startTime: 'yesterday' });
    await expect(raw).rejects.toMatchObject({ violations: [{ field: 'start_time' }] });
  });
});
