import { EngineError } from '../../domain/errors.js';
import type { BatchInput, BatchOutput, Executor, Lane } from './executor.js';
import type { WorkerOptions } from './worker-protocol.js';
import { WorkerSlot } from './worker-slot.js';

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

/** Runs batches on worker threads over onnxruntime-node. A thread that dies fails its batch only and is replaced. */
export class WorkerExecutor implements Executor {
  private open: WorkerSlot[] = [];
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
    const express = this.open.filter(({ lane }) => lane === 'express').length;
    return { bulk: this.open.length - express, express };
  }

  async run(batch: BatchInput, lane: Lane): Promise<BatchOutput> {
    const slot = this.open.find((candidate) => candidate.lane === lane && candidate.idle);
    if (slot === undefined) throw new EngineError('EXECUTOR_LOST');
    return slot.run(batch);
  }

  onSlot(callback: () => void): void {
    this.announce = callback;
  }

  async close(): Promise<void> {
    this.closing = true;
    await Promise.allSettled(this.starting);
    await Promise.all(this.open.map((slot) => slot.stop()));
  }

  private addSlot(lane: Lane): Promise<void> {
    const started = this.startSlot(lane).finally(() => this.starting.delete(started));
    this.starting.add(started);
    return started;
  }

  private async startSlot(lane: Lane): Promise<void> {
    const niceness = lane === 'express' ? this.options.expressNiceness : this.options.niceness;
    const slot = await WorkerSlot.start(lane, { ...this.options, niceness });
    if (this.closing) return slot.stop();
    slot.onLost(() => this.replace(slot));
    this.open.push(slot);
    this.announce();
  }

  private replace(lost: WorkerSlot): void {
    this.open = this.open.filter((slot) => slot !== lost);
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
