import { EngineError } from '../domain/errors.js';
import type { Manifest, Precision } from './manifest.js';
import { listVersions, loadManifest, loadModel } from './model-files.js';

/** A version on disk, as it was found. */
export interface InspectedVersion {
  readonly name: string;
  readonly version: string;
  /** What it says of itself; left out when that cannot be read. */
  readonly manifest?: Manifest;
  /** What is wrong with its files; left out when nothing is. */
  readonly problem?: string;
}

/** Reads and verifies every file of every text encoder under `root`: by name, then newest first. */
export async function inspectModels(root: string): Promise<InspectedVersion[]> {
  const inspected: InspectedVersion[] = [];
  for (const { name, version } of await listVersions(root)) inspected.push(await inspect(root, name, version));
  return inspected;
}

async function inspect(root: string, name: string, version: string): Promise<InspectedVersion> {
  let manifest: Manifest | undefined;
  try {
    manifest = await loadManifest(root, name, version);
    for (const precision of Object.keys(manifest.files.graphs) as Precision[]) {
      await loadModel(root, name, version, precision);
    }
    return { name, version, manifest };
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    return { name, version, ...(manifest && { manifest }), problem: error.message };
  }
}
