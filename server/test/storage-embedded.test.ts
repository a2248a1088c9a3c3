import { once } from 'node:events';
import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EmbeddedEngine } from '../src/storage/embedded-engine.js';
import { EmbeddedSocket } from '../src/storage/embedded-socket.js';
import { openStore } from '../src/storage/store.js';
import { createDirectory, quiet } from './storage-databases.js';

describe('the embedded database', () => {
  let directory: ReturnType<typeof createDirectory>;
  beforeEach(() => {
    directory = createDirectory();
  });
  afterEach(() => directory.drop());

  function connect(engine: EmbeddedEngine): Client {
    return new Client({ stream: () => new EmbeddedSocket(engine), user: 'postgres', database: 'postgres', ssl: false });
  }

  it('starts its thread again after a fault ended it', async () => {
    const warnings: string[] = [];
    const log = { ...quiet, warn: (_: object, message: string) => warnings.push(message) };
    const engine = new EmbeddedEngine(directory.path, log);
    const port = await engine.connect();
    port.postMessage(null);
    await once(port, 'close');
    const client = connect(engine);
    await client.connect();
    expect((await client.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
    await client.end();
    await engine.close();
    expect(warnings).toEqual(['embedded database failed']);
  });

  it('leaves the next client nothing of the one before', async () => {
    const engine = new EmbeddedEngine(directory.path, quiet);
    const first = connect(engine);
    await first.connect();
    for (const statement of [
      "set application_name = 'first'",
      'create temp table leftover (id int)',
      'begin',
      'create table half (id int)',
    ]) {
      await first.query(statement);
    }
    await first.end();
    const second = connect(engine);
    await second.connect();
    const { rows } = await second.query(
      "select current_setting('application_name') as name, to_regclass('leftover') as temporary, to_regclass('half') as half",
    );
    expect(rows).toEqual([{ name: '', temporary: null, half: null }]);
    await second.end();
    await engine.close();
  });

  it('fails a query whose thread dies, rather than leaving it pending', async () => {
    const engine = new EmbeddedEngine(directory.path, quiet);
    const client = connect(engine);
    client.on('error', () => {});
    await client.connect();
    (await engine.connect()).postMessage(null);
    const untilItFails = async () => {
      for (;;) await client.query('select 1');
    };
    await expect(untilItFails()).rejects.toThrow('Connection terminated');
    await engine.close();
  });

  it('says so when its files are damaged, and gives the directory free', async () => {
    const store = await openStore({ dataDir: directory.path, log: quiet });
    await store.close();
    writeFileSync(join(directory.path, 'cluster/global/pg_control'), 'rubbish');
    await expect(openStore({ dataDir: directory.path, log: quiet })).rejects.toMatchObject({
      reason: 'STORAGE_UNAVAILABLE',
    });
    expect(readdirSync(directory.path)).not.toContain('lock');
  });

  it('says so when its directory cannot be made', async () => {
    writeFileSync(join(directory.path, 'file'), '');
    const dataDir = join(directory.path, 'file', 'data');
    await expect(openStore({ dataDir, log: quiet })).rejects.toMatchObject({
      reason: 'STORAGE_UNAVAILABLE',
      message: 'The data directory cannot be created or written.',
    });
  });

  it('does not grow with what was deleted', async () => {
    const store = await openStore({ dataDir: directory.path, log: quiet });
    for (let round = 0; round < 160; round++) {
      const { id } = await store.scripts.put({ bytes: new Uint8Array(1_000_000).fill(round) });
      await store.scripts.delete(id);
    }
    await store.close();
    expect(sizeOf(directory.path) / 1e6).toBeLessThan(120);
  });
});

/** Bytes of all files below a directory. */
function sizeOf(directory: string): number {
  const files = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.reduce((sum, file) => sum + statSync(join(file.parentPath, file.name)).size, 0);
}
