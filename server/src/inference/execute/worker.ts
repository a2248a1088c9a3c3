/** Entry of a worker thread: one ONNX session, one batch at a time. Stopped by message: terminating a run aborts the process. */
import { readlinkSync } from 'node:fs';
import os from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { Session } from './session.js';
import type { FromWorker, ToWorker, WorkerOptions } from './worker-protocol.js';

const port = parentPort!;
const options = workerData as WorkerOptions;
const send = (message: FromWorker, transfer: ArrayBuffer[] = []) => port.postMessage(message, transfer);

/** On Linux a thread has a niceness of its own, set by its thread id, which this link names. */
function lowerPriority(): void {
  if (process.platform !== 'linux' || options.niceness === 0) return;
  const thread = Number(readlinkSync('/proc/thread-self').split('/').at(-1));
  os.setPriority(thread, options.niceness);
}

async function run(session: Session, { ids, lengths }: Extract<ToWorker, { type: 'run' }>): Promise<void> {
  const started = performance.now();
  try {
    const tensors = await session.run(ids, lengths);
    const buffers = Object.values(tensors).map((values) => values.buffer as ArrayBuffer);
    send({ type: 'done', tensors, computeMs: performance.now() - started }, buffers);
  } catch (error) {
    send({ type: 'failed', message: String(error) });
  }
}

async function start(): Promise<void> {
  lowerPriority();
  const session = await Session.open(options);
  port.on('message', (message: ToWorker) => {
    if (message.type === 'run') void run(session, message);
    else void session.release().then(() => port.close());
  });
  send({ type: 'ready' });
}

start().catch((error: unknown) => {
  const reason = options.provider === 'cpu' ? 'MODEL_CORRUPT' : 'PROVIDER_MISSING';
  send({ type: 'refused', reason, message: error instanceof Error ? error.message : String(error) });
  port.close();
});
