import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Makes an empty data folder for an engine, so that each run pays for a first start. */
export async function createDataFolder(): Promise<{ folder: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'guionix-bench-'));
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}
