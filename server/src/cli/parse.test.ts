import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, describe, expect, it } from 'vitest';
import type { Script } from '../domain/script.js';
import { parseFile } from './parse.js';

const folder = mkdtempSync(path.join(tmpdir(), 'guionix-parse-'));
afterAll(() => rmSync(folder, { recursive: true }));

const SCRIPT = `Title: Faro

INT. FARO - NOCHE

Llueve.

INÉS
(bajo)
¿Lo oyes?
`;

async function run(content: string | Uint8Array, options: Parameters<typeof parseFile>[1]) {
  const file = path.join(folder, 'script.txt');
  writeFileSync(file, content);
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  const exitCode = await parseFile(file, options, { stdout, stderr });
  return { exitCode, stdout: String(stdout.read() ?? ''), stderr: String(stderr.read() ?? '') };
}

describe('guionix parse', () => {
  it('prints one row for every source line', async () => {
    const { exitCode, stdout } = await run(SCRIPT, { lines: true });
    const rows = stdout
      .trimEnd()
      .split('\n')
      .map((row) => JSON.parse(row) as Record<string, unknown>);
    expect(exitCode).toBe(0);
    expect(rows.map(({ line }) => line)).toEqual(Array.from({ length: 10 }, (_, index) => index + 1));
    expect(rows.map(({ element }) => element)).toEqual(
      ['metadata', 'blank', 'scene_heading', 'blank', 'action', 'blank', 'character', 'parenthetical'].concat(
        'dialogue',
        'blank',
      ),
    );
    expect(rows[8]).toEqual({ line: 9, element: 'dialogue', character: 'INÉS', confidence: expect.any(Number) });
    expect(rows[4]).not.toHaveProperty('character');
  });

  it('prints the whole script with places and warnings', async () => {
    const { stdout } = await run(SCRIPT, { json: true });
    const script = JSON.parse(stdout) as Script;
    expect(script.title).toBe('Faro');
    expect(script.scenes[0]!.heading).toMatchObject({ setting: 'INT', location: 'FARO', time: 'NOCHE' });
    expect(script.elements.at(-1)!.span).toEqual({ startLine: 9, startColumn: 1, endLine: 9, endColumn: 10 });
    expect(script.warnings).toEqual([]);
  });

  it('says in a few rows what was read', async () => {
    const { stdout } = await run(SCRIPT, {});
    expect(stdout).toContain('1. INT. FARO - NOCHE (line 3)');
    expect(stdout).toContain('INÉS: 1 cues, 2 words');
  });

  it.each([
    ['nothing', ''],
    ['an image', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])],
    ['prose', 'It was the best of times, it was the worst of times.\n'],
    ['XML that breaks off', '<?xml version="1.0"?>\n<FinalDraft><Content>\n<Paragraph Type="Action">'],
  ])('refuses %s with exit code 2 and one line', async (_, content) => {
    const { exitCode, stdout, stderr } = await run(content, { lines: true });
    expect(exitCode).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^guionix: [^\n]+\n$/);
  });

  it('refuses a file that is not there', async () => {
    const stderr = new PassThrough();
    expect(await parseFile(path.join(folder, 'absent'), {}, { stdout: new PassThrough(), stderr })).toBe(2);
    expect(String(stderr.read())).toMatch(/^guionix: cannot read .*absent.*\n$/);
  });
});
