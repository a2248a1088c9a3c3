import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { takeDataLock } from './data-lock.js';

describe('takeDataLock', () => {
  let folder: string;
  let path: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'guionix-lock-'));
    path = join(folder, 'lock');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** The lock file that a process which has ended left behind. */
  function leaveStale(): void {
    const { pid } = spawnSync(process.execPath, ['--version']);
    writeFileSync(path, `${pid} 1`);
  }

  it('names this process while it is held and is gone after', () => {
    const lock = takeDataLock(path);
    expect(readFileSync(path, 'utf8')).toMatch(new RegExp(`^${process.pid} `));
    lock.release();
    expect(readdirSync(folder)).toEqual([]);
    lock.release();
  });

  it('is refused while a living process holds it', () => {
    const lock = takeDataLock(path);
    expect(() => takeDataLock(path)).toThrow(`process ${process.pid}`);
    expect(readdirSync(folder)).toEqual(['lock']);
    lock.release();
    takeDataLock(path).release();
  });

  it('is taken over from a process that ended', () => {
    leaveStale();
    const lock = takeDataLock(path);
    expect(readFileSync(path, 'utf8')).toMatch(new RegExp(`^${process.pid} `));
    lock.release();
  });

  it.each(['', 'no pid', '-1', '0 1'])('is taken over when its content is %j', (content) => {
    writeFileSync(path, content);
    takeDataLock(path).release();
    expect(existsSync(path)).toBe(false);
  });

  it.skipIf(!existsSync('/proc/self/stat'))('is taken over when the pid is now that of another process', () => {
    writeFileSync(path, `${process.pid} 1`);
    takeDataLock(path).release();
    expect(existsSync(path)).toBe(false);
  });

  it('does not remove the lock of a process that took over', () => {
    const lock = takeDataLock(path);
    writeFileSync(path, '1 12345');
    lock.release();
    expect(readFileSync(path, 'utf8')).toBe('1 12345');
  });
});
