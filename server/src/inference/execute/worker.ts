/** Entry of a worker thread: one ONNX session, one batch at a time. Stopped by message: terminating a run aborts the process. */
import { readlinkSync } from 'node:fs';
import os from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { explainMissing } from './missing-provider.js';
import { Session } from './session.js';
import type { FromWorker, Refusal, ToWorker, WorkerOptions } from './worker-protocol.js';

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
    const buffers = new Set(Object.values(tensors).map(({ buffer }) => buffer));
    send({ type: 'done', tensors, computeMs: performance.now() - started }, [...buffers]);
  } catch (error) {
    send({ type: 'failed', cause: String(error) });
  }
}

/** A first run, since what a provider cannot compute, and what it compiles or allocates, shows only then. */
async function warmUp(session: Session): Promise<void> {
  const ids = Int32Array.from(options.manifest.reference[0]!.ids);
  await session.run(ids, Int32Array.of(ids.length));
}

async function start(): Promise<void> {
  const session = await Session.open(options).catch(async (error: unknown) => {
    throw refusal(await explainMissing(options.provider), error);
  });
  await warmUp(session).catch((error: unknown) => {
    throw refusal(`The provider ${options.provider} cannot compute this graph.`, error);
  });
  let running = Promise.resolve();
  port.on('message', (message: ToWorker) => {
    if (message.type === 'run') running = run(session, message);
    else void running.then(() => session.release()).then(() => port.close());
  });
  send({ type: 'ready' });
}

/** On a CPU every graph can be computed, so it is the graph that is wrong. */
function refusal(message: string, cause: unknown): Refusal {
  const reason = options.provider === 'cpu' ? 'MODEL_CORRUPT' : 'PROVIDER_MISSING';
  return { type: 'refused', reason, message, cause: String(cause) };
}

lowerPriority();
start().catch((refused: Refusal) => {
  send(refused);
  port.close();
});
