import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEngine } from './engine.js';

const run = promisify(execFile);
const root = path.resolve(import.meta.dirname, '..');
const modules = path.resolve(root, '../node_modules');
let consumer = '';

/** A project that has the package, as built now, in its node_modules. */
beforeAll(async () => {
  consumer = await mkdtemp(path.join(tmpdir(), 'guionix-consumer-'));
  const dist = path.join(consumer, 'node_modules/@guionix/ml-client/dist');
  await run(process.execPath, [path.join(modules, 'tsdown/dist/run.mjs'), '--out-dir', dist], {
    cwd: root,
  });
  await symlink(path.join(root, 'package.json'), path.join(dist, '../package.json'));
  // What the package depends on is found where the workspace has it.
  for (const scope of ['@grpc', '@bufbuild', 'nice-grpc', 'nice-grpc-common']) {
    await symlink(path.join(modules, scope), path.join(consumer, 'node_modules', scope));
  }
});

afterAll(() => rm(consumer, { recursive: true, force: true }));

/** The TypeScript snippets of the README, in order. */
function readmeSnippets(): string[] {
  const readme = readFileSync(path.join(root, 'README.md'), 'utf8');
  return [...readme.matchAll(/```ts\n(.*?)```/gs)].map(([, snippet = '']) => snippet);
}

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

  it('streams a script with the first lines of the README', async () => {
    const address = await startEngine({
      sentiment: {
        async *streamSceneSentiment({ script }) {
          const heading = script?.source?.$case === 'data' ? script.source.value.toString() : '';
          yield { event: { $case: 'scene', value: { heading, valence: { value: 0.5 } } }, progress: {} };
        },
      },
    });
    await writeFile(path.join(consumer, 'guion.fountain'), 'INT. FARO - NOCHE');
    const [snippet = ''] = readmeSnippets();
    expect(snippet).toContain('localhost:3005');
    expect(await runScript('readme.mjs', snippet.replace('localhost:3005', address))).toBe('INT. FARO - NOCHE 0.5');
  });

  it('has a README whose every snippet passes the type checker', async () => {
    const snippets = readmeSnippets();
    expect(snippets.length).toBe(4);
    const files = snippets.map((_, index) => path.join(consumer, `snippet-${index}.mts`));
    await Promise.all(files.map((file, index) => writeFile(file, snippets[index] ?? '')));
    const options = ['--noEmit', '--strict', '--target', 'es2023', '--module', 'nodenext'];
    const types = ['--types', 'node', '--typeRoots', path.join(modules, '@types')];
    const tsc = path.join(modules, 'typescript/bin/tsc');
    const checked = run(process.execPath, [tsc, ...options, ...types, ...files], { cwd: consumer });
    const { stdout } = await checked.catch((failure: { stdout: string }) => failure);
    expect(stdout).toBe('');
  });

  it('ends its process once the client is closed, and loads no native code', async () => {
    const source = `
      import { createClient } from '@guionix/ml-client';
      createClient({ address: 'localhost:3005' }).close();
      console.log(process.report.getReport().sharedObjects.filter((file) => file.endsWith('.node')).length);`;
    expect(await runScript('idle.mjs', source)).toBe('0');
  });
});
