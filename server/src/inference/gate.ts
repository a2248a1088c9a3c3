import { EngineError } from '../domain/errors.js';
import type { Executor } from './execute/executor.js';
import type { Manifest, Precision } from './manifest.js';

/**
 * The load gate: the reference inputs must give the reference outputs, within the tolerance of the graph that is served,
 * before a version takes any traffic. Holds for whatever computes it: worker threads, a GPU, a remote server.
 *
 * @throws EngineError MODEL_CORRUPT when they do not.
 */
export async function passGate(manifest: Manifest, precision: Precision, executor: Executor): Promise<void> {
  const tolerance = manifest.files.graphs[precision]?.tolerance ?? 0;
  for (const { ids, tensors } of manifest.reference) {
    const output = await executor.run([Int32Array.from(ids)], 'bulk');
    for (const [name, expected] of Object.entries(tensors)) {
      const found = output.tensors[name];
      if (found !== undefined && areNear(found, expected, tolerance)) continue;
      throw new EngineError('MODEL_CORRUPT', 'The model does not give its reference outputs on this machine.');
    }
  }
}

function areNear(found: Float32Array, expected: readonly number[], tolerance: number): boolean {
  // The negation catches values that are no numbers.
  return found.length === expected.length && expected.every((value, i) => Math.abs(found[i]! - value) <= tolerance);
}
