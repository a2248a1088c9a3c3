import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { explainMissing } from './missing-provider.js';

const isCudaPlatform = process.platform === 'linux' && process.arch === 'x64';

describe('explainMissing', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'guionix-provider-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('names the command that installs the library of the provider, where there is one', async () => {
    expect(await explainMissing('cuda', folder)).toContain(isCudaPlatform ? 'npm run install:cuda' : 'Linux on x64');
  });

  it.runIf(isCudaPlatform)('names the libraries that the loader does not find', async () => {
    // A library whose needs lie beside it, away from where they are.
    const runtime = path.dirname(createRequire(import.meta.url).resolve('onnxruntime-node/package.json'));
    const binding = path.join(runtime, 'bin/napi-v6/linux/x64/onnxruntime_binding.node');
    await copyFile(binding, path.join(folder, 'libonnxruntime_providers_cuda.so'));
    expect(await explainMissing('cuda', folder)).toBe(
      'CUDA cannot run here: there is no libonnxruntime.so.1 (docs/guides/gpu.md).',
    );
  });

  it('says what WebGPU needs', async () => {
    expect(await explainMissing('webgpu', folder)).toContain('Vulkan');
  });
});
