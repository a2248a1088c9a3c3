import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import server from '../server/package.json' with { type: 'json' };

const command = server.bin.guionix;
const file = path.resolve(import.meta.dirname, '../server', command);

it('is linked by an install of a fresh clone, where nothing is built yet', () => {
  expect(command).not.toMatch(/(^|\/)dist\//);
  expect(existsSync(file)).toBe(true);
});

it('says how to build an engine that is not built', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'guionix-unbuilt-'));
  try {
    const copy = path.join(folder, 'bin', 'guionix.js');
    mkdirSync(path.dirname(copy));
    copyFileSync(file, copy);
    const { status, stderr } = spawnSync(process.execPath, [copy], { encoding: 'utf8' });
    expect(stderr).toBe('guionix: The engine is not built yet; "npm start" or "npm run build" builds it.\n');
    expect(status).toBe(1);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
