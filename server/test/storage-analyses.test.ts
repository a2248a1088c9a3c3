/** Kept analyses, on both databases. */
import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import type { AnalysisKind } from '../src/domain/analysis.js';
import type { SceneSentiment } from '../src/domain/sentiment.js';
import type { NewAnalysis } from '../src/usecase/analysis-store.js';
import { onBothDatabases } from './storage-places.js';

const affect = {
  sentiment: { value: 0.1 + 0.2, interval: { low: 0.1, high: 0.5, level: 0.9 } },
  valence: { value: -0.25 },
  arousal: { value: 1 / 3 },
  emotions: { anger: 1, anticipation: 0, disgust: 0, fear: 0, joy: 0, sadness: 0, surprise: 0, trust: 0, neutral: 0 },
  polarity: { negative: 0.5, neutral: 0.25, positive: 0.25 },
};
const span = { startLine: 1, startColumn: 1, endLine: 3, endColumn: 9 };
const scene = (index: number): SceneSentiment => ({
  scene: index,
  span,
  language: 'es',
  affect,
  evidence: [{ scene: index, span, speaker: 'ANA', quote: '', reason: 'Baja el tono.', weight: 0.5 }],
  speakers: ['ANA'],
  segments: 3,
  tokens: 40,
  strength: 1.5,
});

interface Given {
  readonly userId?: string;
  readonly stored?: { readonly id: string; readonly version: number };
  readonly kind?: AnalysisKind;
  readonly ofOwnScript?: boolean;
}

/** A made-up analysis as a use case would keep it. */
function analysis({ userId, stored, kind = 'sentiment', ofOwnScript = false }: Given = {}): NewAnalysis {
  const scenes = [scene(0), scene(1)];
  return {
    record: {
      info: {
        analysisId: randomUUID(),
        models: [{ name: 'encoder', version: '1' }],
        language: 'es',
        timing: { parse: 1.5, queue: 0, inference: 20.25, insight: 3, total: 25 },
        segments: 6,
        cachedSegments: 2,
        ...(stored && { stored }),
      },
      kind,
      ...(userId !== undefined && { userId }),
      title: 'El faro',
      inputSha256: 'a'.repeat(64),
      sourceSha256: 'b'.repeat(64),
    },
    result: {
      outline: {
        title: 'El faro',
        format: 'fountain',
        language: 'es',
        headings: [],
        warnings: [],
        lines: 9,
        words: 50,
      },
      scenes,
      summary: { affect, acts: [], strongest: [scenes[1]!], characters: [] },
      warnings: [],
    },
    ofOwnScript,
    scores: { sentiment: 0.3, valence: -0.25, arousal: 1 / 3 },
  };
}

onBothDatabases('analyses', (store) => {
  const analyses = () => store().analyses;
  const keep = async (given: Given = {}) => {
    const kept = analysis(given);
    await analyses().put(kept);
    return kept;
  };

  it('gives back what was kept, to the last bit', async () => {
    const kept = await keep({ userId: 'ana', stored: { id: 'shared', version: 3 } });
    const got = await analyses().get(kept.record.info.analysisId);
    expect(got).toEqual({ record: { ...kept.record, createdAt: expect.any(Date) }, result: kept.result });
    expect(got!.result.summary!.strongest[0]).toBe(got!.result.scenes[1]);
  });

  it('leaves out what was not said', async () => {
    const { record } = (await analyses().get((await keep()).record.info.analysisId))!;
    expect(record).not.toHaveProperty('userId');
    expect(record.info).not.toHaveProperty('stored');
  });

  it('keeps one however often it is put', async () => {
    const kept = await keep({ userId: `user-${randomUUID()}` });
    await analyses().put({ ...kept, result: { ...kept.result, scenes: [] } });
    expect((await analyses().get(kept.record.info.analysisId))!.result.scenes).toHaveLength(2);
    expect((await analyses().list({ userId: kept.record.userId!, pageSize: 9 })).analyses).toHaveLength(1);
  });

  it('knows no other id, whatever it looks like', async () => {
    for (const id of [randomUUID(), 'x', '%']) expect(await analyses().get(id)).toBeUndefined();
  });

  it('lists by script, user and kind, page by page, the youngest first', async () => {
    const userId = `user-${randomUUID()}`;
    const stored = { id: `script-${randomUUID()}`, version: 1 };
    const ids: string[] = [];
    for (const kind of ['sentiment', 'script', 'sentiment', 'script', 'sentiment'] as const) {
      ids.unshift((await keep({ userId, stored, kind })).record.info.analysisId);
    }
    await keep({ userId });
    await keep({ stored });
    const idsOf = (page: Awaited<ReturnType<ReturnType<typeof analyses>['list']>>) =>
      page.analyses.map(({ info }) => info.analysisId);
    const first = await analyses().list({ userId, scriptId: stored.id, pageSize: 3 });
    const second = await analyses().list({ userId, scriptId: stored.id, pageSize: 3, pageToken: first.nextPageToken! });
    expect(new Set([...idsOf(first), ...idsOf(second)])).toEqual(new Set(ids));
    expect(second).not.toHaveProperty('nextPageToken');
    expect((await analyses().list({ userId, pageSize: 9 })).analyses).toHaveLength(6);
    expect((await analyses().list({ scriptId: stored.id, kind: 'script', pageSize: 9 })).analyses).toHaveLength(2);
    const others = analyses().list({ userId, pageSize: 3, pageToken: first.nextPageToken! });
    await expect(others).rejects.toMatchObject({ reason: 'FIELD_INVALID' });
  });

  it('keeps none of a script that is not there, and all of one that is until it is deleted', async () => {
    const gone = analysis({ stored: { id: 'never-put', version: 1 }, ofOwnScript: true });
    await expect(analyses().put(gone)).rejects.toMatchObject({ reason: 'SCRIPT_NOT_FOUND' });
    const { id, version } = await store().scripts.put({ bytes: new TextEncoder().encode('INT. CASA') });
    const kept = await keep({ userId: 'ana', stored: { id, version }, ofOwnScript: true });
    const deleted = await store().scripts.delete(id);
    expect(deleted!.hashes).toContain(kept.record.sourceSha256);
    expect(await analyses().get(kept.record.info.analysisId)).toBeUndefined();
    await expect(analyses().put({ ...kept, ofOwnScript: true })).rejects.toMatchObject({ reason: 'SCRIPT_NOT_FOUND' });
  });

  it('deletes what is kept of a script of the shared database', async () => {
    const id = `shared-${randomUUID()}`;
    await store().shared.version(id, 'c'.repeat(64));
    await keep({ stored: { id, version: 1 } });
    expect((await store().scripts.delete(id))!.hashes.toSorted()).toEqual(['b'.repeat(64), 'c'.repeat(64)]);
    expect(await store().scripts.delete(id)).toBeUndefined();
  });
});
