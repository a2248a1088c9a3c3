import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, it } from 'vitest';

const home = mkdtempSync(path.join(tmpdir(), 'guionix-home-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

it('opens the model without leaving a trace of runtime telemetry in the home folder', async () => {
  const root = path.resolve(import.meta.dirname, '../..');
  const script = path.join(home, 'script.fountain');
  writeFileSync(script, 'INT. CASA - DÍA\n\nMARTA\nBuenos días.\n');
  const cli = path.join(root, 'server/dist/cli/main.js');
  const { ORT_DISABLE_TELEMETRY: _, ...environment } = process.env;
  const options = { cwd: home, env: { ...environment, HOME: home, GUIONIX_DATA_DIR: path.join(home, 'data') } };
  const { stdout } = await promisify(execFile)(process.execPath, [cli, 'analyze', script, '--json'], options);
  expect(JSON.parse(stdout).scenes).toHaveLength(1);
  expect(readdirSync(home)).toEqual(['script.fountain']);
});
