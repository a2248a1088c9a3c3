import { WorkerExecutor } from '../../server/src/inference/execute/worker-executor.js';
import type { ExecutionProvider } from '../../server/src/inference/execute/worker-protocol.js';
import type { VerifiedModel } from '../../server/src/inference/model-files.js';
import { median } from '../serving/median.js';
import { batchByLength, type PlacedBatch } from './batches.js';

/** What computes, and how much at once. */
export interface Setup {
  readonly provider: ExecutionProvider;
  readonly workers: number;
  readonly threads: number;
}

/** One budget on one provider. */
export interface Measured {
  readonly budget: number;
  readonly batches: number;
  /** Time of all rows, in milliseconds: the median of the rounds. */
  readonly totalMs: number;
  /** Values of every tensor, one run for each row. */
  readonly outputs: readonly Float32Array[];
}

/**
 * Computes the rows with each budget, `rounds` times after a first one that does not count: it compiles and allocates.
 *
 * @throws EngineError PROVIDER_MISSING when the provider cannot run here.
 */
export async function measure(
  { manifest, files }: VerifiedModel,
  { provider, workers, threads }: Setup,
  rows: readonly Int32Array[],
  budgets: readonly number[],
  rounds: number,
): Promise<Measured[]> {
  const lanes = { niceness: 0, expressWorkers: 0, expressNiceness: 0 };
  const executor = await WorkerExecutor.start({
    manifest,
    graphFile: files.graph,
    provider,
    workers,
    threads,
    ...lanes,
  });
  try {
    const measured: Measured[] = [];
    for (const budget of budgets) {
      const batches = batchByLength(rows, budget);
      const outputs = await computeAll(executor, batches, rows.length);
      const times: number[] = [];
      for (let round = 0; round < rounds; round++) {
        const started = performance.now();
        await computeAll(executor, batches, rows.length);
        times.push(performance.now() - started);
      }
      measured.push({ budget, batches: batches.length, totalMs: median(times), outputs });
    }
    return measured;
  } finally {
    await executor.close();
  }
}

/** Keeps every worker busy until all batches are done. */
async function computeAll(
  executor: WorkerExecutor,
  batches: readonly PlacedBatch[],
  rows: number,
): Promise<Float32Array[]> {
  const outputs = new Array<Float32Array>(rows);
  const waiting = batches.values();
  const drain = async () => {
    for (const { rows, places } of waiting) {
      const { tensors } = await executor.run(rows, 'bulk');
      for (const [row, place] of places.entries()) outputs[place] = rowOf(Object.values(tensors), row, rows.length);
    }
  };
  await Promise.all(Array.from({ length: executor.slots.bulk }, drain));
  return outputs;
}

function rowOf(tensors: readonly Float32Array[], row: number, rows: number): Float32Array {
  return Float32Array.from(
    tensors.flatMap((values) => {
      const width = values.length / rows;
      return [...values.subarray(row * width, (row + 1) * width)];
    }),
  );
}

/** Largest difference between the values of the same rows; not a number where one of them is none. */
export function largestDifference(one: readonly Float32Array[], other: readonly Float32Array[]): number {
  let largest = 0;
  for (const [row, values] of one.entries()) {
    for (const [i, value] of values.entries()) {
      const difference = Math.abs(value - other[row]![i]!);
      if (!(difference <= largest)) largest = difference;
    }
  }
  return largest;
}
