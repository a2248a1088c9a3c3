import { randomUUID } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { unavailable } from './storage-error.js';

/** Held while a data directory is open; two engines that write one directory would destroy it. */
export interface DataLock {
  /** Gives the directory free. Harmless when it was given free before. */
  release(): void;
}

/**
 * Takes the lock file at `path`, which names the process that holds it. The lock of a process that died is taken over.
 * @throws EngineError `STORAGE_UNAVAILABLE` naming the process that holds it.
 */
export function takeDataLock(path: string): DataLock {
  const own = describeProcess(process.pid);
  while (!createWith(path, own)) {
    const holder = readIfExists(path);
    if (holder === undefined) continue;
    if (isAlive(holder)) throw inUse(path, holder);
    removeStale(path, holder);
  }
  return {
    release: () => {
      if (readIfExists(path) === own) rmSync(path, { force: true });
    },
  };
}

/** Creates the file with its content in one step, so that nobody reads it empty; false when it exists. */
function createWith(path: string, content: string): boolean {
  const draft = `${path}.${randomUUID()}`;
  writeFileSync(draft, content, { flag: 'wx' });
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Removes the lock that was read as `stale`; one that another process took meanwhile is put back. */
function removeStale(path: string, stale: string): void {
  const aside = `${path}.${randomUUID()}`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if (isCode(error, 'ENOENT')) return;
    throw error;
  }
  if (readFileSync(aside, 'utf8') === stale) rmSync(aside);
  else renameSync(aside, path);
}

/** A pid is used again, in a container at every start; with the start time it is one process only. */
function describeProcess(pid: number): string {
  return `${pid} ${startTime(pid)}`;
}

function isAlive(holder: string): boolean {
  const pid = Number.parseInt(holder, 10);
  if (!(pid > 0) || !exists(pid)) return false;
  return holder === describeProcess(pid);
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return isCode(error, 'EPERM');
  }
}

/** Start of a process in clock ticks since boot: field 22 of its stat line; empty where there is no /proc. */
function startTime(pid: number): string {
  const stat = readIfExists(`/proc/${pid}/stat`) ?? '';
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
}

function readIfExists(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

function inUse(path: string, holder: string): Error {
  const pid = Number.parseInt(holder, 10);
  return unavailable(
    new Error(`lock file ${path}`),
    `The data directory is in use by process ${pid}. Stop it, choose another directory, or set a database URL to share one store.`,
  );
}
