import { execFile } from 'node:child_process';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEngine } from './engine.js';

const run = promisify(execFile);
const root = path.resolve(import.meta.dirname, '..');
let consumer = '';

/** A project that has the package, as built now, in its node_modules. */
beforeAll(async () => {
  consumer = await mkdtemp(path.join(tmpdir(), 'guionix-consumer-'));
  const dist = path.join(consumer, 'node_modules/@guionix/ml-client/dist');
  await run(
    process.execPath,
    [path.resolve(root, '../node_modules/tsdown/dist/run.mjs'), '--out-dir', dist, '--no-dts'],
    {
      cwd: root,
    },
  );
  await symlink(path.join(root, 'package.json'), path.join(dist, '../package.json'));
  // What the package depends on is found where the workspace has it.
  for (const scope of ['@grpc', '@bufbuild', 'nice-grpc', 'nice-grpc-common']) {
    await symlink(path.resolve(root, '../node_modules', scope), path.join(consumer, 'node_modules', scope));
  }
});

afterAll(() => rm(consumer, { recursive: true, force: true }));

async function runScript(name: string, source: string) {
  await writeFile(path.join(consumer, name), source);
  const { stdout } = await run(process.execPath, [name], { cwd: consumer });
  return stdout.trim();
}

const analyse = (address: string) => `
  const client = createClient({ address: '${address}' });
  client.health.check().then((status) => { console.log(status); client.close(); });`;

describe('the built package', () => {
  it('is called by import', async () => {
    const address = await startEngine({ health: { check: async () => ({ status: 1 }) } });
    const source = `import { createClient } from '@guionix/ml-client';${analyse(address)}`;
    expect(await runScript('esm.mjs', source)).toBe('SERVING');
  });

  it('is called by require', async () => {
    const address = await startEngine({ health: { check: async () => ({ status: 1 }) } });
    const source = `const { createClient } = require('@guionix/ml-client');${analyse(address)}`;
    expect(await runScript('cjs.cjs', source)).toBe('SERVING');
  });

  it('agrees with its other copy on error classes', async () => {
    const source = `
      import { createRequire } from 'node:module';
      import * as esm from '@guionix/ml-client';
      const cjs = createRequire(import.meta.url)('@guionix/ml-client');
      const error = new cjs.InvalidScriptError('x', { code: 'INVALID_ARGUMENT' });
      console.log(JSON.stringify([
        cjs.GuionixError === esm.GuionixError,
        error instanceof esm.InvalidScriptError,
        error instanceof esm.InvalidArgumentError,
        error instanceof esm.GuionixError,
        error instanceof esm.NotFoundError,
      ]));`;
    expect(JSON.parse(await runScript('copies.mjs', source))).toEqual([false, true, true, true, false]);
  });

  it('ends its process once the client is closed, and loads no native code', async () => {
    const source = `
      import { createClient } from '@guionix/ml-client';
      createClient({ address: 'localhost:3005' }).close();
      console.log(process.report.getReport().sharedObjects.filter((file) => file.endsWith('.node')).length);`;
    expect(await runScript('idle.mjs', source)).toBe('0');
  });
});
