/** Databases for the storage tests: a PostgreSQL database of its own per test file, and data directories. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';

const SERVER = process.env['GUIONIX_TEST_DATABASE_URL'] ?? `postgres://${userInfo().username}@127.0.0.1:5432/test`;

/** Shown in place of the tests that need a server. */
export const NO_SERVER = 'needs a PostgreSQL server at 127.0.0.1:5432 (or GUIONIX_TEST_DATABASE_URL)';

export const quiet = { info: () => {}, warn: () => {} };

/** True when a server answers. */
export async function serverAnswers(): Promise<boolean> {
  try {
    await onServer('select 1');
    return true;
  } catch {
    return false;
  }
}

/** Runs one statement on the server, outside the store under test. */
export async function onServer(statement: string, values: unknown[] = [], url = SERVER): Promise<unknown[]> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  try {
    await client.connect();
    return (await client.query(statement, values)).rows;
  } finally {
    await client.end().catch(() => {});
  }
}

/** A new, empty database; `drop` ends its connections and removes it. */
export async function createDatabase(): Promise<{ url: string; drop: () => Promise<void> }> {
  const name = `guionix_test_${process.pid}_${Date.now()}`;
  await onServer(`create database ${name}`);
  const url = new URL(SERVER);
  url.pathname = `/${name}`;
  return { url: url.href, drop: async () => void (await onServer(`drop database if exists ${name} with (force)`)) };
}

/** A new, empty directory; `drop` removes it. */
export function createDirectory(): { path: string; drop: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'guionix-store-'));
  return { path, drop: () => rmSync(path, { recursive: true, force: true }) };
}
