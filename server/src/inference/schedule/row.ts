/** Rows of token ids into a batch, and of outputs out of it. */
import type { BatchOutput } from '../execute/executor.js';
import type { RowOutput } from './entry.js';

/** Token ids as a string: equal for equal rows only. */
export function keyOf(ids: Int32Array): string {
  return Buffer.from(ids.buffer, ids.byteOffset, ids.byteLength).toString('latin1');
}

/** Outputs of one row of a batch of so many. */
export function rowOf({ tensors }: BatchOutput, row: number, rows: number): RowOutput {
  const views: Record<string, Float32Array> = {};
  for (const name in tensors) {
    const values = tensors[name]!;
    const width = values.length / rows;
    views[name] = values.subarray(row * width, (row + 1) * width);
  }
  return { tensors: views };
}
