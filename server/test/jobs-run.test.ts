/** Jobs through real engines: done, followed, stopped, taken over by another replica. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Job, JobState, type MlClient } from '@guionix/ml-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { excerpt, openEngine, shortScenes, type TestEngine } from './engine.js';
import { createDatabase, createDirectory, NO_SERVER, serverAnswers } from './storage-databases.js';

async function ended(client: MlClient, jobId: string): Promise<Job> {
  for await (const event of client.jobs.watch(jobId)) {
    if (event.type === 'job' && event.job.endedAt !== '') return event.job;
  }
  throw new Error('the job was not followed to its end');
}

async function all<T>(entries: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const entry of entries) found.push(entry);
  return found;
}

describe('jobs of one engine', () => {
  const library = createDirectory();
  let engine: TestEngine;
  beforeAll(async () => {
    mkdirSync(join(library.path, 'guiones'));
    writeFileSync(join(library.path, 'guiones', 'uno.fountain'), excerpt('luces-de-bohemia', 80));
    writeFileSync(join(library.path, 'guiones', 'nada.txt'), '');
    engine = await openEngine({ libraryDir: library.path });
  });
  afterAll(async () => {
    await engine.close();
    library.drop();
  });

  it('analyse scripts that came along or are kept, each with its outcome', async () => {
    const { client } = engine;
    const { scriptId } = await client.scripts.put({ text: excerpt('luces-de-bohemia', 120) });
    const scripts = [{ text: shortScenes(4), name: 'corto' }, { scriptId }, { scriptId: 'nobody' }, { text: '' }];
    const job = await client.jobs.submit({ scripts }, { userId: 'ana' });
    expect(job).toMatchObject({ state: JobState.PENDING, itemsTotal: 4, userId: 'ana' });
    expect(await ended(client, job.jobId)).toMatchObject({
      state: JobState.SUCCEEDED,
      itemsSucceeded: 2,
      itemsFailed: 2,
    });
    const items = await all(client.jobs.items(job.jobId, { pageSize: 3 }));
    expect(items.map(({ state, error }) => error?.reason ?? JobState[state])).toEqual([
      'SUCCEEDED',
      'SUCCEEDED',
      'SCRIPT_NOT_FOUND',
      'SCRIPT_EMPTY',
    ]);
    const kept = await client.analyses.get(items[1]!.analysisId);
    expect(kept.record).toMatchObject({ kind: 1, userId: 'ana', info: { scriptId } });
    if (kept.result?.$case !== 'script') return expect.unreachable();
    const direct = await client.sentiment.analyze({ scriptId });
    expect(kept.result.value.sentiment).toEqual(direct.summary);
    expect(kept.result.value.scenes).toEqual(direct.scenes);
    expect(kept.result.value.warnings.every(({ code }) => code === 'MODEL_MISSING')).toBe(true);
  });

  it('are followed from their state to their end, each change of an item told', async () => {
    const { client } = engine;
    const job = await client.jobs.submit({ scripts: [{ text: shortScenes(60) }, { text: shortScenes(3) }] });
    const events = await all(client.jobs.watch(job.jobId));
    expect(events[0]).toMatchObject({ type: 'job', job: { jobId: job.jobId } });
    expect(events.at(-1)).toMatchObject({ type: 'job', job: { state: JobState.SUCCEEDED, itemsSucceeded: 2 } });
    const done = events.filter((event) => event.type === 'item' && event.item.state === JobState.SUCCEEDED);
    expect(done).toHaveLength(2);
    await expect(all(client.jobs.watch('none'))).rejects.toMatchObject({ reason: 'JOB_NOT_FOUND' });
  });

  it('are one job for a key, whoever asks how often', async () => {
    const { client } = engine;
    const work = { scripts: [{ text: shortScenes(2) }] };
    const [one, two] = await Promise.all([1, 2].map(() => client.jobs.submit(work, { idempotencyKey: 'once' })));
    expect(one!.jobId).toBe(two!.jobId);
    const other = client.jobs.submit({ scripts: [{ text: shortScenes(3) }] }, { idempotencyKey: 'once' });
    await expect(other).rejects.toMatchObject({ violations: [{ field: 'idempotency_key' }] });
  });

  it('read the files of a folder, and none outside of the library', async () => {
    const { client } = engine;
    const job = await client.jobs.submit({ folder: 'guiones' });
    await ended(client, job.jobId);
    const items = await all(client.jobs.items(job.jobId));
    expect(items.map(({ name, error }) => [name, error?.reason])).toEqual([
      ['guiones/nada.txt', 'SCRIPT_EMPTY'],
      ['guiones/uno.fountain', undefined],
    ]);
    for (const folder of ['..', '/etc', 'guiones/../..', 'nowhere']) {
      await expect(client.jobs.submit({ folder })).rejects.toMatchObject({ reason: 'FIELD_INVALID' });
    }
  });

  it('analyse again only what is new, when that is asked for', async () => {
    const { client } = engine;
    const ownerId = 'libreria';
    const { scriptId } = await client.scripts.put({ text: shortScenes(5) }, { ownerId });
    const analysisOf = async () => {
      const job = await client.jobs.submit({ ownerId, onlyNew: true });
      await ended(client, job.jobId);
      return (await all(client.jobs.items(job.jobId)))[0]!.analysisId;
    };
    const first = await analysisOf();
    expect(await analysisOf()).toBe(first);
    await client.scripts.put({ text: shortScenes(6) }, { scriptId });
    expect(await analysisOf()).not.toBe(first);
  });

  it('stop when they are told to', async () => {
    const { client } = engine;
    const job = await client.jobs.submit({
      scripts: Array.from({ length: 5 }, (_, i) => ({ text: shortScenes(80 + i) })),
    });
    const cancelled = await client.jobs.cancel(job.jobId);
    expect(cancelled.state).toBe(JobState.CANCELLED);
    const states = (await all(client.jobs.items(job.jobId))).map(({ state }) => state);
    expect(new Set(states)).toEqual(new Set([JobState.CANCELLED]));
    expect(await ended(client, job.jobId)).toMatchObject({ state: JobState.CANCELLED });
  });

  it('refuse sections that no model makes, and what nobody asked', async () => {
    const { client } = engine;
    const scripts = [{ text: shortScenes(2) }];
    await expect(client.jobs.submit({ scripts, sections: [1, 9] })).rejects.toMatchObject({ reason: 'MODEL_MISSING' });
    await expect(client.jobs.submit({ scripts: [] })).rejects.toMatchObject({ reason: 'FIELD_INVALID' });
    await expect(client.jobs.submit({ scripts }, { idempotencyKey: '' })).rejects.toMatchObject({
      violations: [{ field: 'idempotency_key' }],
    });
    await expect(client.jobs.get('none')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

const answers = await serverAnswers();

describe.skipIf(!answers)(`jobs of replicas${answers ? '' : `: ${NO_SERVER}`}`, () => {
  it('are taken over when a replica ends, and done once', async () => {
    const { url, drop } = await createDatabase();
    const settings = { databaseUrl: url, workers: 1, expressWorkers: 0 };
    const first = await openEngine({ ...settings, jobConcurrency: 3 });
    const scripts = Array.from({ length: 12 }, (_, i) => ({ text: shortScenes(20 + i) }));
    const job = await first.client.jobs.submit({ scripts });
    await first.client.jobs.get(job.jobId);
    const second = await openEngine(settings);
    await first.close();
    expect(await ended(second.client, job.jobId)).toMatchObject({ itemsSucceeded: 12, itemsFailed: 0 });
    const analyses = await all(second.client.analyses.list());
    expect(analyses).toHaveLength(12);
    await second.close();
    await drop();
  });
});
