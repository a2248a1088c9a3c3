import { spawnSync } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const SCRIPT = path.resolve(import.meta.dirname, 'install-cuda.mjs');
const LIBRARIES = ['libonnxruntime_providers_cuda.so', 'libonnxruntime_providers_shared.so'];
const canRun = process.platform === 'linux' && process.arch === 'x64';

/** The script in a checkout of its own, whose runtime is of version 9.8.7. */
describe.runIf(canRun)('npm run install:cuda -- --from', () => {
  let root: string;
  let runtime: string;
  let source: string;

  beforeEach(async () => {
    root = await mkdtemp(path.join(os.tmpdir(), 'guionix-cuda-'));
    const runtimePackage = path.join(root, 'node_modules/onnxruntime-node');
    runtime = path.join(runtimePackage, 'bin/napi-v6/linux/x64');
    source = path.join(root, 'libraries');
    for (const folder of ['scripts', 'libraries']) await mkdir(path.join(root, folder));
    await mkdir(runtime, { recursive: true });
    await writeFile(path.join(runtimePackage, 'package.json'), JSON.stringify({ version: '9.8.7' }));
    await copyFile(SCRIPT, path.join(root, 'scripts/install-cuda.mjs'));
  });
  afterEach(() => rm(root, { recursive: true }));

  const install = () =>
    spawnSync(process.execPath, [path.join(root, 'scripts/install-cuda.mjs'), '--from', source], { encoding: 'utf8' });
  const writeLibraries = (version: string) =>
    Promise.all(LIBRARIES.map((name) => writeFile(path.join(source, name), `ELF\0${version}\0`)));

  it('puts libraries of its version beside the runtime', async () => {
    await writeLibraries('9.8.7');
    expect(install().status).toBe(0);
    expect((await readdir(runtime)).sort()).toEqual(LIBRARIES);
  });

  it('refuses those of another version', async () => {
    await writeLibraries('9.8.70');
    expect(install()).toMatchObject({ status: 1, stderr: expect.stringContaining('not of ONNX Runtime 9.8.7') });
    expect(await readdir(runtime)).toEqual([]);
  });

  it('says that there are none', () => {
    expect(install()).toMatchObject({ status: 1, stderr: expect.stringContaining('no such file') });
  });
});
