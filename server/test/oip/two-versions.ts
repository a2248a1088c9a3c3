import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openEngine, type TestEngine } from '../engine.js';
import { copyShipped } from '../models-folder.js';

/** Starts an engine that may load and unload models, over the encoder that ships twice: version 1, loaded, and 2. */
export async function openTwoVersions(settings: Record<string, unknown> = {}): Promise<TestEngine> {
  const folder = mkdtempSync(path.join(tmpdir(), 'guionix-two-versions-'));
  copyShipped(folder, '1');
  copyShipped(folder, '2');
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
