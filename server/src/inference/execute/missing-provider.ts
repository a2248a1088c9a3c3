import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { promisify } from 'node:util';
import type { ExecutionProvider } from './worker-protocol.js';

/** Where the runtime looks for the library of a provider that does not come with it. */
const RUNTIME = path.join(
  path.dirname(createRequire(import.meta.url).resolve('onnxruntime-node/package.json')),
  'bin/napi-v6',
  process.platform,
  process.arch,
);

/**
 * Why a provider cannot run on this machine, and what to do: safe to send. The runtime's own words are not: they hold
 * paths and the name of the machine, and where a library is missing they do not say which.
 */
export async function explainMissing(provider: ExecutionProvider, runtime = RUNTIME): Promise<string> {
  if (provider === 'cuda') return `CUDA cannot run here: ${await explainCuda(runtime)}`;
  if (provider === 'webgpu') return 'WebGPU found no GPU that it can use; on Linux it needs a driver for Vulkan.';
  return 'The graph cannot be opened.';
}

async function explainCuda(runtime: string): Promise<string> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return 'it needs Linux on x64.';
  const library = path.join(runtime, 'libonnxruntime_providers_cuda.so');
  if (!existsSync(library)) return 'the library of its provider is not installed: npm run install:cuda.';
  const missing = await missingLibraries(library);
  if (missing.length > 0) return `there is no ${missing.join(', ')} (docs/guides/gpu.md).`;
  return 'the NVIDIA driver finds no device that it can use: nvidia-smi shows what there is.';
}

/** Names of the shared libraries that a library needs and the loader does not find. */
async function missingLibraries(library: string): Promise<string[]> {
  const { stdout } = await promisify(execFile)('ldd', [library]).catch(() => ({ stdout: '' }));
  return [...stdout.matchAll(/^\s*(\S+) => not found$/gm)].map(([, name]) => name!);
}
