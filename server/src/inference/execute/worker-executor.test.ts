/** Real worker threads over the shipped model. */
import { copyFileSync, existsSync, readdirSync } from 'node:fs';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import type { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EngineError } from '../../domain/errors.js';
import { loadModel, type VerifiedModel } from '../model-files.js';
import { CostModel } from '../schedule/cost-model.js';
import { Scheduler } from '../schedule/scheduler.js';
import { WorkerExecutor } from './worker-executor.js';

const artifacts = path.resolve(import.meta.dirname, '../../../../models/artifacts');
const row = (length: number) => Int32Array.from({ length }, (_, i) => (i === 0 ? 0 : i === length - 1 ? 2 : 100 + i));

const runtime = path.dirname(createRequire(import.meta.url).resolve('onnxruntime-node/package.json'));
const CUDA_INSTALLED = existsSync(path.join(runtime, 'bin/napi-v6/linux/x64/libonnxruntime_providers_cuda.so'));

describe('WorkerExecutor', () => {
  let model: VerifiedModel;
  let executor: WorkerExecutor;
  /** Threads in the order they were started. */
  const threads: Worker[] = [];
  const remember = (worker: Worker) => threads.push(worker);
  /** A message that no worker understands: its handler throws and the thread dies of it. */
  const kill = (worker: Worker) => worker.postMessage(null);
  const options = (workers: number, expressWorkers = 0) => ({
    manifest: model.manifest,
    graphFile: model.files.graph,
    provider: 'cpu' as const,
    threads: 1,
    niceness: 2,
    workers,
    expressWorkers,
    expressNiceness: 1,
  });

  beforeAll(async () => {
    process.on('worker', remember);
    model = await loadModel(artifacts, 'encoder');
    executor = await WorkerExecutor.start(options(1));
  });
  afterAll(async () => {
    process.off('worker', remember);
    await executor.close();
  });

  it('returns every output of every row', async () => {
    const { tensors, computeMs } = await executor.run([row(5), row(9)], 'bulk');
    expect(Object.fromEntries(Object.entries(tensors).map(([name, values]) => [name, values.length]))).toEqual({
      sentence_embedding: 2 * 384,
      sentiment_logits: 6,
      emotion_logits: 18,
      va: 4,
    });
    expect(computeMs).toBeGreaterThan(0);
  });

  it('survives a batch that the model refuses', async () => {
    const beyondVocabulary = Int32Array.of(0, 2_000_000_000, 2);
    await expect(executor.run([beyondVocabulary], 'bulk')).rejects.toMatchObject({ reason: 'INTERNAL' });
    await expect(executor.run([row(4)], 'bulk')).resolves.toBeDefined();
  });

  it('replaces a thread that died; the scheduler computes its batch once more', async () => {
    const limits = { tokenBudget: 16, lookAheadMs: 0, maxQueuedTokens: 1000 };
    const scheduler = new Scheduler(executor, limits, new CostModel(), () => performance.now());
    const started = threads.length;
    kill(threads.at(-1)!);
    const job = scheduler.submit([row(13), row(14), row(15), row(16)], { priority: 'interactive' });
    expect(await Promise.all(job.rows)).toHaveLength(4);
    expect(threads.length).toBe(started + 1);
    expect(executor.slots).toEqual({ bulk: 1, express: 0 });
  });

  it('fails the batch of a thread that died', async () => {
    kill(threads.at(-1)!);
    await expect(executor.run([row(16)], 'bulk')).rejects.toMatchObject({ reason: 'EXECUTOR_LOST' });
    await new Promise<void>((resolve) => executor.onSlot(resolve));
    await expect(executor.run([row(4)], 'bulk')).resolves.toBeDefined();
  });

  it('has an express lane beside the bulk lane, of its own niceness', async () => {
    const other = await WorkerExecutor.start(options(1, 1));
    expect(other.slots).toEqual({ bulk: 1, express: 1 });
    const [bulk, express] = await Promise.all([other.run([row(40)], 'bulk'), other.run([row(40)], 'express')]);
    expect(express.tensors).toEqual(bulk.tensors);
    if (process.platform === 'linux') expect(threadNiceness()).toEqual(expect.arrayContaining([1, 2]));
    await other.close();
  });

  it('refuses a batch when no thread is free', async () => {
    const running = executor.run([row(64)], 'bulk');
    await expect(executor.run([row(4)], 'bulk')).rejects.toBeInstanceOf(EngineError);
    await running;
  });

  it('leaves no thread running when closed, one that is being replaced included', async () => {
    const other = await WorkerExecutor.start(options(1));
    const lost = threads.at(-1)!;
    const gone = new Promise((resolve) => lost.once('exit', resolve));
    kill(lost);
    await gone;
    await other.close();
    expect(threads.at(-1)).not.toBe(lost);
    expect(threads.at(-1)!.threadId).toBe(-1);
  });

  it('refuses a model that cannot be opened, and leaves no thread behind', async () => {
    const started = threads.length;
    const wrong = { ...options(2), graphFile: model.files.tokenizer };
    await expect(WorkerExecutor.start(wrong)).rejects.toMatchObject({ reason: 'MODEL_CORRUPT' });
    const left = threads.slice(started).filter(({ threadId }) => threadId !== -1);
    await Promise.all(left.map((worker) => new Promise((resolve) => worker.once('exit', resolve))));
  });

  it('computes the batch that is running before it closes', async () => {
    const other = await WorkerExecutor.start(options(1));
    const running = other.run([row(64)], 'bulk');
    await other.close();
    await expect(running).resolves.toMatchObject({ computeMs: expect.any(Number) });
  });

  it('tries again until a thread that died can be replaced, and tells of each failure', async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'guionix-worker-'));
    const graphFile = path.join(folder, 'graph.onnx');
    await copyFile(model.files.graph, graphFile);
    const faults: unknown[] = [];
    const other = await WorkerExecutor.start({ ...options(1), graphFile }, (fault) => {
      faults.push(fault);
      if (faults.length === 2) copyFileSync(model.files.graph, graphFile);
    });
    await rm(graphFile);
    kill(threads.at(-1)!);
    await new Promise<void>((resolve) => other.onSlot(resolve));
    expect(faults).toEqual([
      expect.objectContaining({ reason: 'MODEL_CORRUPT' }),
      expect.objectContaining({ reason: 'MODEL_CORRUPT' }),
    ]);
    await expect(other.run([row(4)], 'bulk')).resolves.toBeDefined();
    await other.close();
    await rm(folder, { recursive: true });
  });

  it('refuses a graph that cannot compute the reference input', async () => {
    const tokens = { ...model.manifest.reference[0]!, ids: [0, 2_000_000_000, 2] };
    const wrong = { ...options(1), manifest: { ...model.manifest, reference: [tokens] } };
    await expect(WorkerExecutor.start(wrong)).rejects.toMatchObject({ reason: 'MODEL_CORRUPT' });
  });

  it.skipIf(CUDA_INSTALLED)('says that a provider is missing rather than computing elsewhere', async () => {
    const cuda = { ...options(1), provider: 'cuda' as const };
    await expect(WorkerExecutor.start(cuda)).rejects.toMatchObject({
      reason: 'PROVIDER_MISSING',
      message: expect.stringContaining('CUDA cannot run here'),
    });
  });
});

/** Niceness of every thread of this process. */
function threadNiceness(): number[] {
  return readdirSync('/proc/self/task').map((thread) => os.getPriority(Number(thread)));
}
