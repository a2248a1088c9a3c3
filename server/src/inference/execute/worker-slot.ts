import { Worker } from 'node:worker_threads';
import { disableRuntimeTelemetry } from '../../config/runtime-telemetry.js';
import { workerEntry } from '../../config/worker-url.js';
import { EngineError } from '../../domain/errors.js';
import type { BatchInput, BatchOutput, Lane } from './executor.js';
import type { FromWorker, Refusal, ToWorker, WorkerOptions } from './worker-protocol.js';

interface Pending<T> {
  resolve(value: T): void;
  reject(error: unknown): void;
}

/** One worker thread and the batch it is running. */
export class WorkerSlot {
  private pending: Pending<BatchOutput> | undefined;
  private announceLoss: () => void = () => undefined;

  private constructor(
    readonly lane: Lane,
    private readonly worker: Worker,
    private readonly opening: Pending<WorkerSlot>,
  ) {
    worker.on('message', (message: FromWorker) => this.settle(message));
    worker.on('error', (cause) => this.lose(cause));
    worker.on('exit', () => this.lose(undefined));
  }

  /**
   * Starts a thread; resolves when its graph is open and has run once.
   *
   * @throws EngineError MODEL_CORRUPT, PROVIDER_MISSING.
   */
  static start(lane: Lane, options: WorkerOptions): Promise<WorkerSlot> {
    const { url, execArgv } = workerEntry(import.meta.url, 'worker');
    disableRuntimeTelemetry();
    const worker = new Worker(url, { workerData: options, execArgv, name: `inference ${lane}` });
    return new Promise((resolve, reject) => new WorkerSlot(lane, worker, { resolve, reject }));
  }

  /** Whether no batch is running. */
  get idle(): boolean {
    return this.pending === undefined;
  }

  /** Calls back when the thread dies or ends, before its batch fails: whoever retries must not meet it again. */
  onLost(callback: () => void): void {
    this.announceLoss = callback;
  }

  /**
   * Runs a batch; none may be running.
   *
   * @throws EngineError EXECUTOR_LOST when the thread died meanwhile, INTERNAL when the graph could not compute it.
   */
  run(batch: BatchInput): Promise<BatchOutput> {
    return new Promise((resolve, reject) => {
      this.pending = { resolve, reject };
      const { ids, lengths } = flatten(batch);
      this.post({ type: 'run', ids, lengths }, [ids.buffer, lengths.buffer]);
    });
  }

  /** Ends the thread after the batch that is running. */
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
    else if (message.type === 'refused') this.opening.reject(refused(message));
    else if (message.type === 'done') pending?.resolve(message);
    else pending?.reject(new EngineError('INTERNAL', undefined, { cause: message.cause }));
  }

  /** The thread is gone. A thread that dies says so twice, by its error and its exit: the second time changes nothing. */
  private lose(cause: unknown): void {
    this.announceLoss();
    this.announceLoss = () => undefined;
    this.opening.reject(refused({ reason: 'MODEL_CORRUPT', message: 'A worker died opening the graph.', cause }));
    this.pending?.reject(new EngineError('EXECUTOR_LOST', undefined, { cause }));
    this.pending = undefined;
  }
}

function refused({ reason, message, cause }: Pick<Refusal, 'reason' | 'message'> & { cause: unknown }): EngineError {
  return new EngineError(reason, message, { cause });
}

/** Rows as one run of ids and their lengths: two buffers to hand over, however many rows. */
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
