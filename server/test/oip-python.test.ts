/** A running engine through the Python clients that users of the Open Inference Protocol have. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestEngine } from './engine.js';
import { openTwoVersions } from './oip/two-versions.js';

const CLIENTS = [
  ['tritonclient', 'triton_client.py', 'GUIONIX_OIP_PYTHON'],
  ['KServe', 'kserve_client.py', 'GUIONIX_OIP_PYTHON'],
  ['MLServer', 'mlserver_client.py', 'GUIONIX_MLSERVER_PYTHON'],
] as const;

/** Runs a script of tests to its end; everything it says, and how it ended. */
async function run(python: string, script: string, address: string): Promise<{ code: number; said: string }> {
  const file = path.join(import.meta.dirname, 'oip', script);
  const child = spawn(python, [file, '--verbose'], { env: { ...process.env, GUIONIX_ADDRESS: address } });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += String(chunk)));
  const [code] = (await once(child, 'close')) as [number];
  return { code, said };
}

describe.each(CLIENTS)('%s', (name, script, variable) => {
  const python = process.env[variable] ?? '';
  describe.skipIf(!python)(`the engine through ${name}'s client (${variable} names a Python that has it)`, () => {
    let engine: TestEngine;
    beforeAll(async () => {
      engine = await openTwoVersions();
    });
    afterAll(() => engine?.close());

    it('passes its tests', async () => {
      const { code, said } = await run(python, script, engine.address);
      expect(said).toMatch(/^Ran [1-9]\d* tests/m);
      expect(code, said).toBe(0);
      expect(engine.log()).not.toMatch(/CONDESA|puerta/);
    });
  });
});
