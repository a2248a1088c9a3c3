import type { Executor } from './execute/executor.js';
import type { Manifest } from './manifest.js';
import { CostModel } from './schedule/cost-model.js';

/** Shapes that tell the three terms of the cost model apart, as rows × length; a fraction of a second on a CPU. */
const PROBES = [
  [1, 8],
  [1, 64],
  [8, 16],
  [4, 32],
  [1, 256],
  [1, 16],
] as const;

/** Runs the probes twice: the first run of a shape allocates, and is not a sample. */
export async function fitCost({ tokens, reference }: Manifest, executor: Executor): Promise<CostModel> {
  const cost = new CostModel();
  const id = reference[0]!.ids[1] ?? tokens.pad;
  for (const [rows, length] of PROBES) {
    const longest = Math.min(length, tokens.maxLength);
    const batch = Array.from({ length: rows }, () => new Int32Array(longest).fill(id));
    await executor.run(batch, 'bulk');
    const startedAt = performance.now();
    await executor.run(batch, 'bulk');
    cost.observe({ rows, longest, ms: performance.now() - startedAt });
  }
  return cost;
}
