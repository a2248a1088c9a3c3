/** Feedback and what is counted over a user's analyses, on both databases. */
import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import type { Correction } from '../src/domain/feedback.js';
import { getInsights } from '../src/usecase/get-insights.js';
import { submitFeedback } from '../src/usecase/submit-feedback.js';
import { madeUpAnalysis } from './made-up-analysis.js';
import { onBothDatabases } from './storage-places.js';

onBothDatabases('feedback and insights', (store) => {
  const keep = async (given: Parameters<typeof madeUpAnalysis>[0] = {}) => {
    const analysis = madeUpAnalysis(given);
    await store().analyses.put(analysis);
    return analysis.record.info.analysisId;
  };
  const submit = (
    opinion: Omit<Parameters<typeof submitFeedback>[0], 'comments' | 'corrections'> &
      Partial<Parameters<typeof submitFeedback>[0]>,
  ) => submitFeedback({ comments: '', corrections: [], ...opinion }, { ...store(), newId: randomUUID });

  it('keeps what is said with the models it is said of, and a user’s last word alone', async () => {
    const analysisId = await keep();
    const corrections: Correction[] = [
      { type: 'valence', scene: 1, direction: 'lower', value: -0.5 },
      { type: 'emotion', scene: 0, lines: { start: 2, end: 3 }, wrong: 'joy', right: 'fear' },
      { type: 'genre', genres: ['drama'] },
    ];
    const said = await submit({ analysisId, userId: 'ana', accuracy: 3.5, comments: '¡Bien!', corrections });
    expect(said).toMatchObject({ accuracy: 3.5, comments: '¡Bien!', corrections });
    expect(said.models).toEqual([{ name: 'encoder', version: '1' }]);
    const again = await submit({ analysisId, userId: 'ana', usefulness: 0 });
    expect(again).toMatchObject({ id: said.id, usefulness: 0, comments: '', corrections: [] });
    expect(again).not.toHaveProperty('accuracy');
    for (const _ of [1, 2]) await submit({ analysisId, accuracy: 5 });
    const first = await store().feedback.list({ analysisId, pageSize: 2 });
    const rest = await store().feedback.list({ analysisId, pageSize: 2, pageToken: first.nextPageToken! });
    expect([...first.feedback, ...rest.feedback]).toHaveLength(3);
    expect((await store().feedback.list({ analysisId, userId: 'ana', pageSize: 9 })).feedback).toEqual([again]);
  });

  it('goes with its analysis', async () => {
    const { id, version } = await store().scripts.put({ bytes: new TextEncoder().encode('INT. CASA') });
    const analysisId = await keep({ stored: { id, version }, ofOwnScript: true });
    await submit({ analysisId, accuracy: 1 });
    await store().scripts.delete(id);
    expect((await store().feedback.list({ analysisId, pageSize: 9 })).feedback).toEqual([]);
    await expect(submit({ analysisId, accuracy: 1 })).rejects.toMatchObject({ reason: 'ANALYSIS_NOT_FOUND' });
  });

  it.each([
    [{}, 'accuracy'],
    [{ accuracy: 5.5 }, 'accuracy'],
    [{ accuracy: 0.3 }, 'accuracy'],
    [{ usefulness: Number.NaN }, 'usefulness'],
    [{ comments: 'x'.repeat(4001) }, 'comments'],
    [{ corrections: [{ type: 'valence', scene: 0, direction: 'lower', value: -1.5 }] }, 'corrections[0].valence.value'],
    [{ corrections: [{ type: 'valence', scene: 2, direction: 'lower' }] }, 'corrections[0].valence.scene_index'],
    [{ corrections: [{ type: 'emotion', scene: 0 }] }, 'corrections[0].emotion'],
    [
      { corrections: [{ type: 'emotion', scene: 0, right: 'joy', lines: { start: 1, end: 10 } }] },
      'corrections[0].emotion.end_line',
    ],
    [{ corrections: [{ type: 'genre', genres: [] }] }, 'corrections[0].genre.genres'],
  ] as const)('refuses %j naming the field', async (opinion, field) => {
    const analysisId = await keep();
    await expect(submit({ analysisId, ...opinion } as Parameters<typeof submit>[0])).rejects.toMatchObject({
      reason: 'FIELD_INVALID',
      details: { violations: [expect.objectContaining({ field })] },
    });
  });

  it('counts a user’s analyses, scripts, scores, genres and models', async () => {
    const userId = `user-${randomUUID()}`;
    const stored = { id: 'one', version: 1 };
    for (const genre of ['drama', 'drama', 'sci-fi']) await keep({ userId, stored, genre });
    await keep({ userId, stored: { id: 'two', version: 1 } });
    await keep({ userId: 'somebody else' });
    const { counts, averages, trends, recommendations } = await getInsights({ userId }, undefined, store().insights);
    expect(counts).toMatchObject({ analyses: 4, scripts: 2, language: 'es' });
    expect(counts.models).toEqual([{ name: 'encoder', version: '1' }]);
    expect(counts.genres.map(({ genre, count }) => [genre, count])).toEqual([
      ['drama', 2],
      ['sci-fi', 1],
    ]);
    expect(counts.genres[0]!.weight).toBeCloseTo(2 / 3, 6);
    expect(averages.map(({ measure, count, mean }) => [measure, count, mean.value])).toEqual([
      ['sentiment', 4, expect.closeTo(0.3)],
      ['valence', 4, expect.closeTo(-0.25)],
      ['arousal', 4, expect.closeTo(1 / 3)],
    ]);
    expect(trends[0]!.points).toEqual([{ start: expect.any(Date), mean: expect.closeTo(0.3), count: 4 }]);
    expect(trends[0]!.points[0]!.start.getUTCDay()).toBe(1);
    expect(recommendations).toEqual([]);
    expect((await store().insights.latest({ userId }, 9)).map(({ record }) => record.info.stored?.id)).toEqual([
      'two',
      'one',
    ]);
  });

  it('counts the time asked for alone, and nothing of a user nobody has heard of', async () => {
    const userId = `user-${randomUUID()}`;
    await keep({ userId });
    const count = async (start?: Date, end?: Date) =>
      (await store().insights.count({ userId, ...(start && { start }), ...(end && { end }) })).analyses;
    const soon = new Date(Date.now() + 60_000);
    expect([await count(soon), await count(undefined, soon), await count(new Date(0), soon)]).toEqual([0, 1, 1]);
    const nobody = await getInsights({ userId: 'nobody' }, 'en', store().insights);
    expect(nobody).toMatchObject({ counts: { analyses: 0, scripts: 0, genres: [] }, averages: [], trends: [] });
  });
});
