import { Worker } from 'node:worker_threads';
import { disableRuntimeTelemetry } from '../../config/runtime-telemetry.js';
import { workerEntry } from '../../config/worker-url.js';
import { EngineError } from '../../domain/errors.js';
import type { BatchInput, BatchOutput, Executor, Lane } from './executor.js';
import type { FromWorker, ToWorker, WorkerOptions } from './worker-protocol.js';

/** Settings of the executor. */
export interface WorkerExecutorOptions extends WorkerOptions {
  /** Number of threads of the bulk lane; each holds the weights once. */
  readonly workers: number;
  /** Number of threads of the express lane, which hold them too. */
  readonly expressWorkers: number;
  /** Niceness of the express threads: below that of the others, the operating system lets them overtake. */
  readonly expressNiceness: number;
}

/** Told when a worker that died could not be replaced; the executor tries again every second. */
export type OnWorkerFault = (fault: unknown) => void;

/** Time between attempts to replace a worker, in milliseconds. */
const RETRY_MS = 1000;

interface Pending<T> {
  resolve(value: T): void;
  reject(error: unknown): void;
}

/** One worker thread and the batch it is running. */
class Slot {
  private pending: Pending<BatchOutput> | undefined;
  private announceLoss: () => void = () => undefined;

  private constructor(
    readonly lane: Lane,
    private readonly worker: Worker,
    private readonly opening: Pending<Slot>,
  ) {
    worker.on('message', (message: FromWorker) => this.settle(message));
    worker.on('error', (cause) => this.lose(cause));
    worker.on('exit', () => this.lose(undefined));
  }

  /** Resolves when the graph is open. */
  static start(lane: Lane, options: WorkerOptions): Promise<Slot> {
    const { url, execArgv } = workerEntry(import.meta.url, 'worker');
    disableRuntimeTelemetry();
    const worker = new Worker(url, { workerData: options, execArgv, name: 'inference' });
    return new Promise((resolve, reject) => new Slot(lane, worker, { resolve, reject }));
  }

  get idle(): boolean {
    return this.pending === undefined;
  }

  /** Calls back when the thread dies or ends, before its batch fails: whoever retries must not meet it again. */
  onLost(callback: () => void): void {
    this.announceLoss = callback;
  }

  run(batch: BatchInput): Promise<BatchOutput> {
    return new Promise((resolve, reject) => {
      this.pending = { resolve, reject };
      const { ids, lengths } = flatten(batch);
      this.post({ type: 'run', ids, lengths }, [ids.buffer, lengths.buffer]);
    });
  }

  async stop(): Promise<void> {
    const exited = new Promise((resolve) => this.worker.once('exit', resolve));
    this.post({ type: 'stop' }, []);
    await exited;
  }

  private post(message: ToWorker, transfer: ArrayBuffer[]): void {
    this.worker.postMessage(message, transfer);
  }

  private settle(message: FromWorker): void {
    const { pending } = this;
    this.pending = undefined;
    if (message.type === 'ready') this.opening.resolve(this);
    else if (message.type === 'refused') this.opening.reject(refused(message.reason, message.message));
    else if (message.type === 'done') pending?.resolve(message);
    else pending?.reject(new EngineError('INTERNAL', undefined, { cause: message.message }));
  }

  /** The thread is gone. A thread that dies says so twice, by its error and its exit: the second time changes nothing. */
  private lose(cause: unknown): void {
    this.announceLoss();
    this.announceLoss = () => undefined;
    this.opening.reject(refused('MODEL_CORRUPT', '', cause));
    this.pending?.reject(new EngineError('EXECUTOR_LOST', undefined, { cause }));
    this.pending = undefined;
  }
}

function refused(reason: 'MODEL_CORRUPT' | 'PROVIDER_MISSING', why: string, cause?: unknown): EngineError {
  return new EngineError(reason, `A worker could not open the graph. ${why}`.trim(), { cause });
}

/** Runs batches on worker threads over onnxruntime-node. A thread that dies fails its batch only and is replaced. */
export class WorkerExecutor implements Executor {
  private slots_: Slot[] = [];
  private readonly starting = new Set<Promise<void>>();
  private closing = false;
  private announce: () => void = () => undefined;

  private constructor(
    private readonly options: WorkerExecutorOptions,
    private readonly onFault: OnWorkerFault,
  ) {}

  /**
   * Starts the workers of both lanes; each opens the graph.
   *
   * @throws EngineError MODEL_CORRUPT when the graph cannot be opened, PROVIDER_MISSING when what should compute it cannot
   * run here.
   */
  static async start(
    options: WorkerExecutorOptions,
    onFault: OnWorkerFault = () => undefined,
  ): Promise<WorkerExecutor> {
    const executor = new WorkerExecutor(options, onFault);
    try {
      const bulk = Array.from({ length: options.workers }, () => executor.addSlot('bulk'));
      const express = Array.from({ length: options.expressWorkers }, () => executor.addSlot('express'));
      await Promise.all([...bulk, ...express]);
      return executor;
    } catch (error) {
      await executor.close();
      throw error;
    }
  }

  get slots(): Record<Lane, number> {
    const express = this.slots_.filter(({ lane }) => lane === 'express').length;
    return { bulk: this.slots_.length - express, express };
  }

  async run(batch: BatchInput, lane: Lane): Promise<BatchOutput> {
    const slot = this.slots_.find((candidate) => candidate.lane === lane && candidate.idle);
    if (slot === undefined) throw new EngineError('EXECUTOR_LOST');
    return slot.run(batch);
  }

  onSlot(callback: () => void): void {
    this.announce = callback;
  }

  async close(): Promise<void> {
    this.closing = true;
    await Promise.allSettled(this.starting);
    await Promise.all(this.slots_.map((slot) => slot.stop()));
  }

  private addSlot(lane: Lane): Promise<void> {
    const started = this.startSlot(lane).finally(() => this.starting.delete(started));
    this.starting.add(started);
    return started;
  }

  private async startSlot(lane: Lane): Promise<void> {
    const { expressNiceness, niceness } = this.options;
    const slot = await Slot.start(lane, {
      manifest: this.options.manifest,
      graphFile: this.options.graphFile,
      provider: this.options.provider,
      threads: this.options.threads,
      niceness: lane === 'express' ? expressNiceness : niceness,
    });
    if (this.closing) return slot.stop();
    slot.onLost(() => this.replace(slot));
    this.slots_.push(slot);
    this.announce();
  }

  private replace(lost: Slot): void {
    this.slots_ = this.slots_.filter((slot) => slot !== lost);
    this.tryAddSlot(lost.lane);
  }

  private tryAddSlot(lane: Lane): void {
    if (this.closing) return;
    void this.addSlot(lane).catch((fault: unknown) => {
      this.onFault(fault);
      setTimeout(() => this.tryAddSlot(lane), RETRY_MS).unref();
    });
  }
}

function flatten(batch: BatchInput): { ids: Int32Array<ArrayBuffer>; lengths: Int32Array<ArrayBuffer> } {
  const lengths = Int32Array.from(batch, (row) => row.length);
  const ids = new Int32Array(lengths.reduce((sum, length) => sum + length, 0));
  let offset = 0;
  for (const row of batch) {
    ids.set(row, offset);
    offset += row.length;
  }
  return { ids, lengths };
}
