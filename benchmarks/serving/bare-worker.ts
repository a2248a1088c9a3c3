/** A thread of the bare process: one session of the runtime, one batch after another, nothing else. */
import { parentPort, workerData } from 'node:worker_threads';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { BareOptions } from './bare-protocol.js';

const { manifest, graphFile } = workerData as BareOptions;
const { inputs, tokens } = manifest;
const port = parentPort!;

const session = await InferenceSession.create(graphFile, {
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  extra: { session: { intra_op: { allow_spinning: '0' } } },
});

/** The input tensors of rows padded to the longest of them. */
function feedOf(rows: readonly Int32Array[]): Record<string, Tensor> {
  const longest = Math.max(...rows.map((row) => row.length));
  const size = rows.length * longest;
  const wide = inputs.type === 'int64';
  const ids = new Int32Array(wide ? 2 * size : size);
  const mask = new Int32Array(ids.length);
  const stride = wide ? 2 : 1;
  rows.forEach((row, r) => {
    for (let c = 0; c < longest; c++) {
      const at = (r * longest + c) * stride;
      ids[at] = row[c] ?? tokens.pad;
      mask[at] = c < row.length ? 1 : 0;
    }
  });
  const tensor = (data: Int32Array) =>
    wide
      ? new Tensor('int64', new BigInt64Array(data.buffer as ArrayBuffer), [rows.length, longest])
      : new Tensor('int32', data, [rows.length, longest]);
  return {
    [inputs.ids]: tensor(ids),
    [inputs.mask]: tensor(mask),
    ...(inputs.types !== undefined && { [inputs.types]: tensor(new Int32Array(ids.length)) }),
  };
}

port.on('message', async (rows: readonly Int32Array[]) => {
  await session.run(feedOf(rows));
  port.postMessage('done');
});
port.postMessage('ready');
