/** A user's data: given out whole, deleted without a trace, kept no longer than they should be. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { excerpt, openEngine, shortScenes, type TestEngine } from './engine.js';
import { madeUpAnalysis } from './made-up-analysis.js';
import { onBothDatabases } from './storage-places.js';

describe('the data of a user', () => {
  let engine: TestEngine;
  beforeAll(async () => {
    engine = await openEngine();
  });
  afterAll(() => engine.close());

  async function kinds(userId: string) {
    const found: string[] = [];
    for await (const record of engine.client.insights.exportUserData(userId)) found.push(record.$case);
    return found;
  }

  it('come out whole, and are gone after they are deleted, those of others not', async () => {
    const { client } = engine;
    const text = excerpt('luces-de-bohemia', 120);
    const { scriptId } = await client.scripts.put({ text }, { ownerId: 'ana' });
    await client.scripts.put({ text: shortScenes(2) }, { scriptId });
    const { info } = await client.sentiment.analyze({ scriptId }, { userId: 'ana' });
    const others = await client.sentiment.analyze({ scriptId }, { userId: 'eva' });
    const evas = await client.sentiment.analyze({ text }, { userId: 'eva' });
    await client.feedback.submit(info.analysisId, { userId: 'ana', accuracy: 2 });
    await client.feedback.submit(others.info.analysisId, { userId: 'eva', accuracy: 3 });
    const job = await client.jobs.submit({ scripts: [{ text: shortScenes(100) }] }, { userId: 'ana' });
    expect(await kinds('ana')).toEqual([
      'script',
      'scriptChunk',
      'script',
      'scriptChunk',
      'analysis',
      'feedback',
      'job',
    ]);
    const counts = await client.insights.deleteUserData('ana');
    expect(counts).toEqual({ scripts: 1, analyses: 2, feedback: 2, jobs: 1 });
    expect(await kinds('ana')).toEqual([]);
    for (const gone of [
      () => client.scripts.get(scriptId),
      () => client.analyses.get(others.info.analysisId),
      () => client.jobs.get(job.jobId),
    ]) {
      await expect(gone()).rejects.toMatchObject({ code: 'NOT_FOUND' });
    }
    expect((await client.analyses.get(evas.info.analysisId)).record!.userId).toBe('eva');
    expect(await client.insights.deleteUserData('nobody')).toEqual({ scripts: 0, analyses: 0, feedback: 0, jobs: 0 });
  });
});

onBothDatabases('retention', (store) => {
  it('deletes what is past its time alone', async () => {
    const old = madeUpAnalysis();
    await store().analyses.put(old);
    await sleep(20);
    const between = new Date();
    await sleep(20);
    const young = madeUpAnalysis();
    await store().analyses.put(young);
    const options = { priority: 'background', evidenceLimit: 3, sections: [], onlyNew: false } as const;
    const job = (items: { type: 'file'; path: string }[]) => ({
      id: randomUUID(),
      key: randomUUID(),
      digest: '',
      options,
      items,
    });
    const ended = await store().jobs.submit(job([]));
    const waiting = await store().jobs.submit(job([{ type: 'file', path: 'a' }]));
    expect(await store().userData.prune({})).toEqual({ analyses: 0, jobs: 0 });
    const gone = await store().userData.prune({ analyses: between, jobs: new Date(Date.now() + 1000) });
    expect(gone).toEqual({ analyses: 1, jobs: 1 });
    expect(await store().analyses.get(old.record.info.analysisId)).toBeUndefined();
    expect(await store().analyses.get(young.record.info.analysisId)).toBeDefined();
    expect(await store().jobs.get(ended.id)).toBeUndefined();
    expect(await store().jobs.get(waiting.id)).toBeDefined();
  });
});
