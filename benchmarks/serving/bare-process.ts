/**
 * What the same work costs with no server around it: threads over the runtime and rows that are tokenised already, sorted
 * by length. A process of its own, so that its CPU time is all of it and nothing more.
 */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { disableRuntimeTelemetry } from '../../server/src/config/runtime-telemetry.js';
import { workerEntry } from '../../server/src/config/worker-url.js';
import { openTokenizer, type Tokenizer } from '../../server/src/inference/text/tokenizer.js';
import type { BareOptions, BareUsage, ToBare } from './bare-protocol.js';

let workers: Worker[] = [];
let tokenizer: Tokenizer;
let texts: readonly string[] = [];
let rows: readonly Int32Array[] = [];

async function open(options: BareOptions): Promise<void> {
  disableRuntimeTelemetry();
  tokenizer = await openTokenizer(options.tokenizerFile);
  const { url, execArgv } = workerEntry(import.meta.url, 'bare-worker');
  workers = Array.from({ length: options.workers }, () => new Worker(url, { workerData: options, execArgv }));
  await Promise.all(workers.map((worker) => once(worker, 'message')));
}

/** Longest batches first, so that the threads end together. */
async function runAll(tokenBudget: number): Promise<void> {
  const batches = batchesOf(tokenBudget).reverse();
  await Promise.all(
    workers.map(async (worker) => {
      for (let batch = batches.shift(); batch !== undefined; batch = batches.shift()) {
        const done = once(worker, 'message');
        worker.postMessage(batch);
        await done;
      }
    }),
  );
}

function batchesOf(tokenBudget: number): Int32Array[][] {
  const batches: Int32Array[][] = [];
  for (const row of [...rows].sort((a, b) => a.length - b.length)) {
    const last = batches.at(-1);
    if (last !== undefined && (last.length + 1) * row.length <= tokenBudget) last.push(row);
    else batches.push([row]);
  }
  return batches;
}

async function measure(work: () => Promise<unknown>): Promise<BareUsage> {
  const cpu = process.cpuUsage();
  const started = performance.now();
  await work();
  const { user, system } = process.cpuUsage(cpu);
  return { cpuSeconds: (user + system) / 1e6, seconds: (performance.now() - started) / 1000 };
}

async function answer(message: ToBare): Promise<BareUsage | null> {
  switch (message.type) {
    case 'open':
      await open(message.options);
      return null;
    case 'load':
      ({ texts, rows } = message);
      return null;
    case 'run':
      return measure(() => runAll(message.tokenBudget));
    case 'tokenize':
      return measure(() => tokenizer.encode(texts));
  }
}

process.on('message', (message: ToBare) => void answer(message).then((usage) => process.send!(usage)));
process.once('disconnect', () => process.exit());
