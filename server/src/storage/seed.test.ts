import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ensureCluster } from './seed.js';

describe('ensureCluster', () => {
  let folder: string;
  let cluster: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'guionix-seed-'));
    cluster = join(folder, 'cluster');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('unpacks a whole cluster, for its owner alone', () => {
    ensureCluster(cluster);
    expect(readFileSync(join(cluster, 'PG_VERSION'), 'utf8')).toMatch(/^\d+\n$/);
    expect(statSync(join(cluster, 'global/pg_control')).size).toBe(8192);
    expect(existsSync(join(cluster, 'pg_notify'))).toBe(true);
    expect(statSync(cluster).mode & 0o777).toBe(0o700);
    expect(readdirSync(folder)).toEqual(['cluster']);
  });

  it('leaves a cluster that is there untouched', () => {
    mkdirSync(cluster);
    writeFileSync(join(cluster, 'PG_VERSION'), 'mine');
    ensureCluster(cluster);
    expect(readdirSync(cluster)).toEqual(['PG_VERSION']);
  });

  it('starts afresh after an unpacking that was cut short', () => {
    mkdirSync(`${cluster}.partial`);
    writeFileSync(join(`${cluster}.partial`, 'half'), '');
    ensureCluster(cluster);
    expect(existsSync(join(cluster, 'half'))).toBe(false);
    expect(existsSync(join(cluster, 'PG_VERSION'))).toBe(true);
  });
});
