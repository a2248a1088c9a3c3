/** Kept analyses, on both databases. */
import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { type Given, madeUpAnalysis } from './made-up-analysis.js';
import { onBothDatabases } from './storage-places.js';

onBothDatabases('analyses', (store) => {
  const analyses = () => store().analyses;
  const keep = async (given: Given = {}) => {
    const kept = madeUpAnalysis(given);
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
    const gone = madeUpAnalysis({ stored: { id: 'never-put', version: 1 }, ofOwnScript: true });
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
