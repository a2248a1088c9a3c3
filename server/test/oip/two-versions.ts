import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openEngine, type TestEngine } from '../engine.js';
import { ARTIFACTS } from '../models-folder.js';

/** Starts an engine that may load and unload models, over the encoder that ships twice: version 1, loaded, and 2. */
export async function openTwoVersions(settings: Record<string, unknown> = {}): Promise<TestEngine> {
  const folder = mkdtempSync(path.join(tmpdir(), 'guionix-two-versions-'));
  cpSync(ARTIFACTS, folder, { recursive: true });
  cpSync(path.join(folder, 'encoder/1'), path.join(folder, 'encoder/2'), { recursive: true });
  const manifest = path.join(folder, 'encoder/2/manifest.json');
  writeFileSync(manifest, JSON.stringify({ ...JSON.parse(readFileSync(manifest, 'utf8')), version: '2' }));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    const engine = await openEngine({
      modelsDir: folder,
      modelControl: 'explicit',
      models: 'encoder@1',
      workers: 1,
      expressWorkers: 0,
      ...settings,
    });
    return { ...engine, close: () => engine.close().finally(remove) };
  } catch (error) {
    remove();
    throw error;
  }
}
