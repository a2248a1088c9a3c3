import { type ChildProcess, fork } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { MIGRATIONS } from '../src/storage/migrations/index.js';
import { openStore } from '../src/storage/store.js';
import { createDatabase, createDirectory, NO_SERVER, onServer, quiet, serverAnswers } from './storage-databases.js';

const bytes = new TextEncoder().encode('INT. CASA - NOCHE');

describe('the embedded store through faults', () => {
  const { path: dataDir, drop } = createDirectory();
  let writer: ChildProcess | undefined;
  afterEach(() => writer?.kill('SIGKILL'));
  afterAll(drop);

  /** Starts a writer in another process; what it was told is kept is collected in `kept`. */
  function startWriter(directory: string) {
    const kept = new Map<string, string>();
    const child = fork(new URL('./storage-writer.ts', import.meta.url), [directory], { execArgv: ['--import', 'tsx'] });
    const opened = new Promise((resolve, reject) => {
      child.on('message', (message: { kind: string; id: string; sha256: string }) => {
        if (message.kind === 'put') kept.set(message.id, message.sha256);
        else resolve(undefined);
      });
      child.once('exit', reject);
    });
    writer = child;
    return { child, opened, kept };
  }

  async function kill(child: ChildProcess): Promise<void> {
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }

  it.each([5, 40, 120])('loses no acknowledged script when killed after %d of them', async (count) => {
    const { child, opened, kept } = startWriter(dataDir);
    await opened;
    while (kept.size < count) await sleep(1);
    await kill(child);
    const store = await openStore({ dataDir, log: quiet });
    try {
      for (const [id, sha256] of kept) {
        const script = await store.scripts.get(id);
        expect(script && createHash('sha256').update(script.bytes).digest('hex'), id).toBe(sha256);
      }
    } finally {
      await store.close();
    }
  });

  it.each([200, 500, 800])('opens a directory whose very first start was killed after %d ms', async (delayMs) => {
    const directory = createDirectory();
    const { child, opened } = startWriter(directory.path);
    opened.catch(() => {});
    await sleep(delayMs);
    await kill(child);
    const store = await openStore({ dataDir: directory.path, log: quiet });
    await store.scripts.put({ bytes });
    await store.close();
    directory.drop();
  });

  it('refuses a directory that another process has open, naming the process', async () => {
    const { child, opened } = startWriter(dataDir);
    await opened;
    await expect(openStore({ dataDir, log: quiet })).rejects.toMatchObject({
      reason: 'STORAGE_UNAVAILABLE',
      message: expect.stringContaining(`process ${child.pid}`),
    });
  });

  it('refuses a directory that this process has open, and gives it free when closed', async () => {
    const directory = createDirectory();
    const store = await openStore({ dataDir: directory.path, log: quiet });
    await expect(openStore({ dataDir: directory.path, log: quiet })).rejects.toMatchObject({
      reason: 'STORAGE_UNAVAILABLE',
    });
    await store.scripts.put({ id: 'kept', bytes });
    await store.close();
    const again = await openStore({ dataDir: directory.path, log: quiet });
    expect((await again.scripts.get('kept'))?.bytes).toEqual(bytes);
    await again.close();
    directory.drop();
  });
});

const answers = await serverAnswers();

describe.skipIf(!answers)(`PostgreSQL through faults${answers ? '' : `: ${NO_SERVER}`}`, () => {
  let url: string;
  let drop: () => Promise<void>;
  beforeAll(async () => {
    ({ url, drop } = await createDatabase());
  });
  afterAll(() => drop());

  it('migrates once when replicas start at once, and leaves other schemas alone', async () => {
    await onServer('create table peliculas (id text primary key)', [], url);
    const stores = await Promise.all([1, 2, 3].map(() => openStore({ databaseUrl: url, log: quiet })));
    await Promise.all(stores.map((store) => store.check()));
    await Promise.all(stores.map((store) => store.close()));
    const applied = await onServer('select name from ml_engine.migrations', [], url);
    expect(applied).toEqual(Object.keys(MIGRATIONS).map((name) => ({ name })));
    const strangers = `select schemaname || '.' || tablename as name from pg_tables
      where schemaname not in ('pg_catalog', 'information_schema', 'ml_engine')`;
    expect(await onServer(strangers, [], url)).toEqual([{ name: 'public.peliculas' }]);
  });

  it('works again by itself after the server ended every connection', async () => {
    const store = await openStore({ databaseUrl: url, log: quiet });
    const { id } = await store.scripts.put({ bytes });
    await Promise.all(Array.from({ length: 10 }, () => store.check()));
    const ended = await onServer(
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
      [],
      url,
    );
    expect(ended.length).toBeGreaterThan(1);
    await eventually(() => store.check());
    expect((await store.scripts.get(id))?.bytes).toEqual(bytes);
    await store.close();
  });

  it('answers a call whose connection is cut with a retryable error, and the next one normally', async () => {
    const store = await openStore({ databaseUrl: url, log: quiet });
    const { id } = await store.scripts.put({ bytes });
    const blocker = onServer('begin; lock table ml_engine.scripts; select pg_sleep(1); commit', [], url);
    await sleep(200);
    const cut = store.scripts.get(id);
    cut.catch(() => {});
    await sleep(200);
    await onServer(
      "select pg_terminate_backend(pid) from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()",
      [],
      url,
    );
    await expect(cut).rejects.toMatchObject({
      reason: 'STORAGE_UNAVAILABLE',
      details: { retryAfterMs: expect.any(Number) },
    });
    await blocker;
    expect((await store.scripts.get(id))?.id).toBe(id);
    await store.close();
  });

  it('says that the database does not answer when there is none', async () => {
    for (const databaseUrl of [
      'postgres://nobody@127.0.0.1:1/none',
      url.replace('guionix_test', `absent_${randomUUID()}`),
    ]) {
      await expect(openStore({ databaseUrl, log: quiet })).rejects.toMatchObject({ reason: 'STORAGE_UNAVAILABLE' });
    }
  });
});

/** Tries for up to five seconds. */
async function eventually(work: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (attempt === 50) throw error;
      await sleep(100);
    }
  }
}
