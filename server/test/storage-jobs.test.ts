/** Jobs and their queue, on both databases. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import type { JobOptions } from '../src/domain/job.js';
import type { ClaimedItem } from '../src/usecase/job-queue.js';
import type { NewItem, NewJob } from '../src/usecase/job-store.js';
import { madeUpAnalysis } from './made-up-analysis.js';
import { onBothDatabases } from './storage-places.js';

const options: JobOptions = { priority: 'background', evidenceLimit: 3, sections: [], onlyNew: false };
const stored = (count: number): NewItem[] =>
  Array.from({ length: count }, (_, i) => ({ type: 'stored', scriptId: `script-${i}` }));
const job = (items: NewJob['items'], rest: Partial<NewJob> = {}): NewJob => ({
  id: randomUUID(),
  key: randomUUID(),
  digest: 'd',
  options,
  items,
  ...rest,
});
const LEASE_MS = 60_000;
const progress = { scenesDone: 1, scenesTotal: 4, tokensDone: 10, tokensTotal: 50 };

onBothDatabases('jobs', (store) => {
  const jobs = () => store().jobs;
  const queue = () => store().queue;
  const analysis = () => madeUpAnalysis({ kind: 'script' });

  /** Takes items until none is left. */
  async function claimAll(worker: string, leaseMs = LEASE_MS): Promise<ClaimedItem[]> {
    const claimed: ClaimedItem[] = [];
    for (;;) {
      const item = await queue().claim(worker, leaseMs);
      if (item === undefined) return claimed;
      claimed.push(item);
    }
  }

  async function finishAll(): Promise<void> {
    for (const item of await claimAll('sweeper'))
      await queue().fail('sweeper', item, { reason: 'X', message: '' }, 'failed');
  }

  it('accepts a job once for a key, and says when the key is used for another', async () => {
    const first = job(stored(2), { userId: 'ana' });
    const accepted = await jobs().submit(first);
    expect(accepted).toMatchObject({
      state: 'pending',
      itemsTotal: 2,
      itemsSucceeded: 0,
      itemsFailed: 0,
      userId: 'ana',
    });
    const again = await Promise.all([1, 2, 3].map(() => jobs().submit({ ...first, id: randomUUID() })));
    expect(again).toEqual([accepted, accepted, accepted]);
    await expect(jobs().submit({ ...first, digest: 'other' })).rejects.toMatchObject({ reason: 'FIELD_INVALID' });
    const key = randomUUID();
    const racing = await Promise.all([1, 2, 3, 4].map(() => jobs().submit(job(stored(1), { key }))));
    expect(new Set(racing.map(({ id }) => id)).size).toBe(1);
    await finishAll();
  });

  it('hands each item to one worker, and takes turns between jobs', async () => {
    const many = await jobs().submit(job(stored(6)));
    const few = await jobs().submit(job(stored(2)));
    const order: string[] = [];
    for (let i = 0; i < 4; i++) order.push((await queue().claim('w', LEASE_MS))!.jobId);
    expect(order.filter((id) => id === few.id)).toHaveLength(2);
    const rest = await Promise.all(Array.from({ length: 8 }, (_, i) => claimAll(`w${i}`)));
    const keys = rest.flat().map(({ jobId, index }) => `${jobId} ${index}`);
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys).toHaveLength(4);
    expect(await jobs().get(many.id)).toMatchObject({ state: 'running', startedAt: expect.any(Date) });
    await jobs().cancel(many.id);
    await jobs().cancel(few.id);
  });

  it('ends an item with its result, once, and the job with its last item', async () => {
    const { id } = await jobs().submit(job(stored(2), { userId: 'eva' }));
    const [one, two] = (await claimAll('w')) as [ClaimedItem, ClaimedItem];
    expect(one).toMatchObject({ jobId: id, index: 0, attempt: 1, userId: 'eva', options });
    const result = analysis();
    expect(await queue().succeed('w', one, result)).toBe(true);
    expect(await queue().succeed('w', one, analysis())).toBe(false);
    expect(await jobs().get(id)).toMatchObject({ state: 'running', itemsSucceeded: 1 });
    await queue().fail('w', two, { reason: 'SCRIPT_NOT_FOUND', message: 'No script has this id.' }, 'failed');
    expect(await jobs().get(id)).toMatchObject({
      state: 'succeeded',
      itemsSucceeded: 1,
      itemsFailed: 1,
      endedAt: expect.any(Date),
    });
    const { items } = await jobs().listItems({ jobId: id, pageSize: 10 });
    expect(items).toMatchObject([
      { index: 0, state: 'succeeded', attempts: 1, analysisId: result.record.info.analysisId },
      { index: 1, state: 'failed', fault: { reason: 'SCRIPT_NOT_FOUND' } },
    ]);
    expect(await store().analyses.get(result.record.info.analysisId)).toBeDefined();
  });

  it('leaves neither result nor end when one of them cannot be kept', async () => {
    const { id } = await jobs().submit(job(stored(1)));
    const item = (await queue().claim('w', LEASE_MS))!;
    const gone = madeUpAnalysis({ stored: { id: 'gone', version: 1 }, ofOwnScript: true });
    await expect(queue().succeed('w', item, gone)).rejects.toMatchObject({ reason: 'SCRIPT_NOT_FOUND' });
    expect(await jobs().get(id)).toMatchObject({ state: 'running', itemsSucceeded: 0 });
    expect(await queue().succeed('w', item, analysis())).toBe(true);
  });

  it('gives an item whose worker was lost to another, and hears the lost one no more', async () => {
    const { id } = await jobs().submit(job(stored(1)));
    const lost = (await queue().claim('lost', 1))!;
    await sleep(20);
    expect(await queue().recover(3)).toBe(1);
    const taken = await eventually(() => queue().claim('next', LEASE_MS));
    expect(taken).toMatchObject({ jobId: id, attempt: 2 });
    expect(await queue().beat('lost', [lost], LEASE_MS)).toEqual([]);
    expect(await queue().succeed('lost', lost, analysis())).toBe(false);
    await queue().retry('lost', lost, 0, true);
    expect(await queue().beat('next', [{ ...taken, progress }], LEASE_MS)).toEqual([
      { jobId: id, index: 0, attempt: 2 },
    ]);
    const { items } = await jobs().listItems({ jobId: id, pageSize: 1 });
    expect(items[0]).toMatchObject({ state: 'running', progress });
    expect(await queue().succeed('next', taken, analysis())).toBe(true);
  });

  it('puts an item aside that costs one worker after the other', async () => {
    const { id } = await jobs().submit(job(stored(1)));
    for (let crash = 1; crash <= 2; crash++) {
      await eventually(() => queue().claim(`lost-${crash}`, 1));
      await sleep(20);
      await queue().recover(2);
    }
    const { items } = await jobs().listItems({ jobId: id, pageSize: 1 });
    expect(items[0]).toMatchObject({ state: 'parked', fault: { reason: 'WORKER_LOST' }, attempts: 2 });
    expect(await jobs().get(id)).toMatchObject({ state: 'succeeded', itemsFailed: 1 });
  });

  it('waits before another try, and counts only tries that the item failed', async () => {
    const { id } = await jobs().submit(job(stored(1)));
    const first = (await queue().claim('w', LEASE_MS))!;
    await queue().retry('w', first, 300, true);
    expect(await queue().claim('w', LEASE_MS)).toBeUndefined();
    const second = await eventually(() => queue().claim('w', LEASE_MS));
    expect(second.attempt).toBe(2);
    await queue().retry('w', second, 0, false);
    expect((await eventually(() => queue().claim('w', LEASE_MS))).attempt).toBe(2);
    await jobs().cancel(id);
  });

  it('stops a job: what waits or runs ends, what is done stays', async () => {
    const { id } = await jobs().submit(job(stored(3)));
    const [done, running] = [await queue().claim('w', LEASE_MS), await queue().claim('w', LEASE_MS)];
    await queue().succeed('w', done!, analysis());
    expect(await jobs().cancel(id)).toMatchObject({ state: 'cancelled', itemsSucceeded: 1 });
    expect(await queue().beat('w', [running!], LEASE_MS)).toEqual([]);
    expect(await queue().succeed('w', running!, analysis())).toBe(false);
    expect(await queue().claim('w', LEASE_MS)).toBeUndefined();
    const { items } = await jobs().listItems({ jobId: id, pageSize: 9 });
    expect(items.map(({ state }) => state)).toEqual(['succeeded', 'cancelled', 'cancelled']);
    expect(await jobs().cancel(id)).toMatchObject({ state: 'cancelled' });
    expect(await jobs().cancel('none')).toBeUndefined();
  });

  it('brings the scripts that came along, in exactly the same bytes', async () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, value) => value);
    const items: NewItem[] = [
      { type: 'inline', script: { bytes, format: 'text', name: 'Ñ.txt' } },
      { type: 'stored', scriptId: 'a', version: 7 },
      { type: 'file', path: 'sub/one.fdx' },
    ];
    const { id } = await jobs().submit(job(items));
    const claimed = await claimAll('w');
    expect(claimed.map(({ source }) => source)).toEqual(items);
    const names = (await jobs().listItems({ jobId: id, pageSize: 9 })).items.map(({ name }) => name);
    expect(names).toEqual(['Ñ.txt', '', 'sub/one.fdx']);
    await jobs().cancel(id);
  });

  it('takes every script of an owner as they are now', async () => {
    const ownerId = randomUUID();
    const ids: string[] = [];
    for (const text of ['uno', 'dos', 'tres']) {
      ids.push((await store().scripts.put({ ownerId, bytes: new TextEncoder().encode(text) })).id);
    }
    await store().scripts.put({ id: ids[0]!, bytes: new TextEncoder().encode('uno bis') });
    const { id, itemsTotal } = await jobs().submit(job({ ownerId }));
    expect(itemsTotal).toBe(3);
    const { items } = await jobs().listItems({ jobId: id, pageSize: 9 });
    expect(new Set(items.map(({ scriptId }) => scriptId))).toEqual(new Set(ids));
    await jobs().cancel(id);
    const nobody = await jobs().submit(job({ ownerId: randomUUID() }));
    expect(nobody).toMatchObject({ state: 'succeeded', itemsTotal: 0, endedAt: expect.any(Date) });
  });

  it('lists jobs and items page by page', async () => {
    const userId = randomUUID();
    const ids: string[] = [];
    for (let i = 0; i < 3; i++) ids.unshift((await jobs().submit(job(stored(5), { userId }))).id);
    const first = await jobs().list({ userId, pageSize: 2 });
    const second = await jobs().list({ userId, pageSize: 2, pageToken: first.nextPageToken! });
    expect(new Set([...first.jobs, ...second.jobs].map(({ id }) => id))).toEqual(new Set(ids));
    expect(second).not.toHaveProperty('nextPageToken');
    expect((await jobs().list({ userId, state: 'running', pageSize: 2 })).jobs).toEqual([]);
    const items = await jobs().listItems({ jobId: ids[0]!, pageSize: 3 });
    const more = await jobs().listItems({ jobId: ids[0]!, pageSize: 3, pageToken: items.nextPageToken! });
    expect([...items.items, ...more.items].map(({ index }) => index)).toEqual([0, 1, 2, 3, 4]);
    const wrong = jobs().listItems({ jobId: ids[1]!, pageSize: 3, pageToken: items.nextPageToken! });
    await expect(wrong).rejects.toMatchObject({ reason: 'FIELD_INVALID' });
    for (const id of ids) await jobs().cancel(id);
  });

  it('takes a library of many ids as one job', { timeout: 60_000 }, async () => {
    const { id, itemsTotal } = await jobs().submit(job(stored(20_000)));
    expect(itemsTotal).toBe(20_000);
    expect((await queue().claim('w', LEASE_MS))!.index).toBe(0);
    await jobs().cancel(id);
  });

  it('finds an analysis of the same input by the same models', async () => {
    const made = madeUpAnalysis({ inputSha256: randomUUID() });
    await store().analyses.put(made);
    const { inputSha256, info } = made.record;
    expect(await queue().findSame(inputSha256, info.models)).toBe(info.analysisId);
    expect(await queue().findSame(inputSha256, [{ name: 'encoder', version: '2' }])).toBeUndefined();
    expect(await queue().findSame('other', info.models)).toBeUndefined();
  });
});

/** Tries for up to five seconds. */
async function eventually<T>(work: () => Promise<T | undefined>): Promise<T> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const result = await work();
    if (result !== undefined) return result;
    await sleep(50);
  }
  throw new Error('nothing came');
}
