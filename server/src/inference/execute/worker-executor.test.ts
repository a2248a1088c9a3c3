/** Real worker threads over the shipped model. */
import path from 'node:path';
import type { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EngineError } from '../../domain/errors.js';
import { loadModel, type VerifiedModel } from './model-repository.js';
import { Scheduler } from './scheduler.js';
import { WorkerExecutor } from './worker-executor.js';

const artifacts = path.resolve(import.meta.dirname, '../../../models/artifacts');
const row = (length: number) => Int32Array.from({ length }, (_, i) => (i === 0 ? 0 : i === length - 1 ? 2 : 100 + i));

describe('WorkerExecutor', () => {
  let model: VerifiedModel;
  let executor: WorkerExecutor;
  /** Threads in the order they were started. */
  const threads: Worker[] = [];
  const remember = (worker: Worker) => threads.push(worker);
  /** A message that no worker understands: its handler throws and the thread dies of it. */
  const kill = (worker: Worker) => worker.postMessage(null);
  const options = (workers: number) => ({
    manifest: model.manifest,
    modelFile: model.files.model,
    threads: 1,
    niceness: 0,
    workers,
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
    const { tensors, computeMs } = await executor.run([row(5), row(9)]);
    const { embedding, polarity, emotion, affect } = model.manifest.outputs;
    expect(Object.fromEntries(Object.entries(tensors).map(([name, values]) => [name, values.length]))).toEqual({
      [embedding.name]: 2 * embedding.dim,
      [polarity.name]: 6,
      [emotion.name]: 18,
      [affect.name]: 4,
    });
    expect(computeMs).toBeGreaterThan(0);
  });

  it('survives a batch that the model refuses', async () => {
    const beyondVocabulary = Int32Array.of(0, 2_000_000_000, 2);
    await expect(executor.run([beyondVocabulary])).rejects.toMatchObject({ reason: 'INTERNAL' });
    await expect(executor.run([row(4)])).resolves.toBeDefined();
  });

  it('replaces a thread that died; its batch alone is lost', async () => {
    const limits = { tokenBudget: 16, lookAhead: 1, maxQueuedTokens: 1000 };
    const scheduler = new Scheduler(executor, limits, () => performance.now());
    kill(threads.at(-1)!);
    const started = threads.length;
    const outcomes = await Promise.allSettled(
      scheduler.submit([row(16), row(16), row(16), row(16)], { priority: 'interactive' }).rows,
    );
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled', 'fulfilled']);
    expect(outcomes[0]).toMatchObject({ reason: { reason: 'EXECUTOR_LOST' } });
    expect(threads.length).toBe(started + 1);
    expect(executor.slots).toBe(1);
  });

  it('refuses a batch when no thread is free', async () => {
    const running = executor.run([row(64)]);
    await expect(executor.run([row(4)])).rejects.toBeInstanceOf(EngineError);
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
    const wrong = { ...options(2), modelFile: model.files.tokenizer };
    await expect(WorkerExecutor.start(wrong)).rejects.toMatchObject({ reason: 'MODEL_CORRUPT' });
    const left = threads.slice(started).filter(({ threadId }) => threadId !== -1);
    await Promise.all(left.map((worker) => new Promise((resolve) => worker.once('exit', resolve))));
  });

  it('refuses a model that fails its gate', async () => {
    const [first] = model.manifest.reference;
    const reference = [{ ...first!, polarity: first!.polarity.map((value) => value + 1) }];
    const wrong = { ...options(1), manifest: { ...model.manifest, reference } };
    await expect(WorkerExecutor.start(wrong)).rejects.toMatchObject({
      reason: 'MODEL_CORRUPT',
      message: expect.stringContaining('reference outputs'),
    });
  });
});
