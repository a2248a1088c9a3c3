import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** A fresh database cluster, made by `scripts/build-seed.mjs`: unpacking it costs a fifth of making one. */
const SEED = new URL('../../seed/pglite.tar.gz', import.meta.url);

const BLOCK = 512;

/** Puts a fresh cluster at `clusterDir` unless there is one. A start that was cut short leaves none. */
export function ensureCluster(clusterDir: string): void {
  if (existsSync(clusterDir)) return;
  const partial = `${clusterDir}.partial`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true, mode: 0o700 });
  unpackTar(gunzipSync(readFileSync(SEED)), partial);
  renameSync(partial, clusterDir);
}

/** The part of ustar that PGlite writes: plain files and directories with short names. */
function unpackTar(tar: Buffer, target: string): void {
  for (let at = 0; at < tar.length && tar[at] !== 0; ) {
    const path = join(target, textField(tar, at, 100));
    const size = Number.parseInt(textField(tar, at + 124, 12), 8);
    const isDirectory = textField(tar, at + 156, 1) === '5';
    mkdirSync(isDirectory ? path : dirname(path), { recursive: true, mode: 0o700 });
    if (!isDirectory) writeFileSync(path, tar.subarray(at + BLOCK, at + BLOCK + size), { mode: 0o600 });
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
  }
}

function textField(tar: Buffer, start: number, length: number): string {
  const field = tar.toString('latin1', start, start + length);
  return field.split('\0', 1)[0]!.trim();
}
