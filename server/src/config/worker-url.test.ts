import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { afterAll, describe, expect, it } from 'vitest';
import { workerEntry } from './worker-url.js';

const folder = mkdtempSync(join(tmpdir(), 'guionix-worker-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function firstMessage(entry: ReturnType<typeof workerEntry>): Promise<unknown> {
  const worker = new Worker(entry.url, { execArgv: entry.execArgv });
  return new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject));
}

describe('workerEntry', () => {
  it('points at the compiled file beside a compiled module', () => {
    const entry = workerEntry('file:///app/dist/storage/embedded.js', 'pglite-worker');
    expect(entry.url.href).toBe('file:///app/dist/storage/pglite-worker.js');
    expect(entry.execArgv).toEqual([]);
  });

  it('starts a TypeScript worker, with `.js` imports of TypeScript files, from source', async () => {
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
    writeFileSync(join(folder, 'echo-text.ts'), 'export const text: string = "from source";');
    writeFileSync(
      join(folder, 'echo-worker.ts'),
      `import { parentPort } from 'node:worker_threads';
       import { text } from './echo-text.js';
       parentPort!.postMessage(text satisfies string);`,
    );
    const caller = pathToFileURL(join(folder, 'caller.ts')).href;
    expect(await firstMessage(workerEntry(caller, 'echo-worker'))).toBe('from source');
  });
});
