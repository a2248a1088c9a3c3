import { EngineError } from '../domain/errors.js';
import { type BatchLimits, takeBatch } from './batch.js';
import type { BatchOutput, Executor } from './executor.js';

/** Who goes first when there is more work than workers. */
export type Priority = 'live' | 'interactive' | 'background';

/** Share of the workers a job of each priority gets beside one of another. */
const WEIGHT: Record<Priority, number> = { live: 16, interactive: 4, background: 1 };

/** One row of a batch as it comes back. */
export interface RowOutput {
  /** Value of each output for this row. */
  readonly tensors: Readonly<Record<string, Float32Array>>;
}

/** Settings of the scheduler. */
export interface SchedulerLimits extends BatchLimits {
  /** Most tokens waiting, over all jobs; more are refused with OVERLOADED. */
  readonly maxQueuedTokens: number;
}

/** What a job asks for. */
export interface JobOptions {
  readonly priority: Priority;
  /** Aborting takes the job's waiting rows out of the queue; their promises reject with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** A list of inputs that belong together: the texts of one request. */
export interface Job {
  /** One promise an input, in order. */
  readonly rows: readonly Promise<RowOutput>[];
  /** From submission to the start of its first batch, in milliseconds; 0 while waiting. */
  readonly queueMs: number;
  /** Sum of the compute time of its batches so far, in milliseconds. */
  readonly computeMs: number;
}

interface Entry {
  readonly ids: Int32Array;
  readonly resolve: (row: RowOutput) => void;
  readonly reject: (error: unknown) => void;
}

interface ActiveJob {
  readonly waiting: Entry[];
  readonly weight: number;
  /** Weighted work done so far; the job with the least goes next (stride scheduling), so none starves. */
  pass: number;
  startedAt: number;
  firstBatchAt: number | undefined;
  computeMs: number;
}

/**
 * Shares the executor between jobs: the job that has had the least for its weight forms the next batch, of its own
 * oldest rows and others of near length. Rows are computed in order within the look-ahead, so the first scene of a
 * script is ready long before its last. Overload is refused at once, never queued.
 */
export class Scheduler {
  private readonly jobs = new Set<ActiveJob>();
  private running = 0;
  private queuedTokens = 0;
  /**
   * Weighted work that a job served without pause would have done so far: where a new job starts. It grows with all work
   * done, so that jobs waiting meanwhile get their turn however many new ones arrive.
   */
  private virtualTime = 0;
  private msPerToken = 0;
  private idleWaiters: (() => void)[] = [];

  constructor(
    private readonly executor: Executor,
    private readonly limits: SchedulerLimits,
    private readonly now: () => number,
  ) {
    executor.onSlot(() => this.dispatch());
  }

  /**
   * Queues the rows of one job.
   *
   * @throws EngineError SCRIPT_TOO_LARGE for more tokens than the queue can ever hold, OVERLOADED with a retry hint when
   * it is full now; the signal's reason when already aborted.
   */
  submit(inputs: readonly Int32Array[], { priority, signal }: JobOptions): Job {
    signal?.throwIfAborted();
    const tokens = inputs.reduce((sum, ids) => sum + ids.length, 0);
    this.admit(tokens);
    const job: ActiveJob = {
      waiting: [],
      weight: WEIGHT[priority],
      pass: this.virtualTime,
      startedAt: this.now(),
      firstBatchAt: undefined,
      computeMs: 0,
    };
    const rows = inputs.map((ids) => this.enqueue(job, ids));
    this.queuedTokens += tokens;
    if (rows.length > 0) this.jobs.add(job);
    this.watchAbort(job, rows, signal);
    this.dispatch();
    return {
      rows,
      get queueMs() {
        return job.firstBatchAt === undefined ? 0 : job.firstBatchAt - job.startedAt;
      },
      get computeMs() {
        return job.computeMs;
      },
    };
  }

  /** Resolves when nothing is queued or running. */
  async idle(): Promise<void> {
    while (this.running > 0 || this.jobs.size > 0) await new Promise<void>((resolve) => this.idleWaiters.push(resolve));
  }

  private admit(tokens: number): void {
    const { maxQueuedTokens } = this.limits;
    if (tokens > maxQueuedTokens) throw tooLarge(tokens, maxQueuedTokens);
    if (this.queuedTokens + tokens <= maxQueuedTokens) return;
    // While every worker is being replaced there is no slot; one comes back.
    const slots = Math.max(this.executor.slots, 1);
    const retryAfterMs = Math.ceil((this.queuedTokens * this.msPerToken) / slots);
    throw new EngineError('OVERLOADED', undefined, { retryAfterMs: Math.max(retryAfterMs, 100) });
  }

  private enqueue(job: ActiveJob, ids: Int32Array): Promise<RowOutput> {
    const { promise, resolve, reject } = withResolvers<RowOutput>();
    job.waiting.push({ ids, resolve, reject });
    return promise;
  }

  private watchAbort(job: ActiveJob, rows: readonly Promise<RowOutput>[], signal: AbortSignal | undefined): void {
    const abort = () => {
      this.jobs.delete(job);
      for (const entry of job.waiting.splice(0)) {
        this.queuedTokens -= entry.ids.length;
        entry.reject(signal?.reason);
      }
      this.dispatch();
    };
    signal?.addEventListener('abort', abort, { once: true });
    // A caller that stops at the first failure leaves the other rows' rejections unread: they are not faults.
    void Promise.allSettled(rows).then(() => signal?.removeEventListener('abort', abort));
  }

  private dispatch(): void {
    while (this.running < this.executor.slots) {
      const job = this.next();
      if (job === undefined) break;
      void this.run(job, takeBatch(job.waiting, this.limits));
      if (job.waiting.length === 0) this.jobs.delete(job);
    }
    if (this.running === 0 && this.jobs.size === 0) for (const wake of this.idleWaiters.splice(0)) wake();
  }

  private next(): ActiveJob | undefined {
    let least: ActiveJob | undefined;
    for (const job of this.jobs) if (least === undefined || job.pass < least.pass) least = job;
    return least;
  }

  private totalWeight(): number {
    let total = 0;
    for (const { weight } of this.jobs) total += weight;
    return total;
  }

  private async run(job: ActiveJob, batch: Entry[]): Promise<void> {
    const tokens = batch.reduce((sum, entry) => sum + entry.ids.length, 0);
    this.running += 1;
    this.queuedTokens -= tokens;
    this.virtualTime += tokens / this.totalWeight();
    job.pass += tokens / job.weight;
    job.firstBatchAt ??= this.now();
    try {
      const output = await this.executor.run(batch.map((entry) => entry.ids));
      job.computeMs += output.computeMs;
      this.learn(output.computeMs / tokens);
      for (const [row, entry] of batch.entries()) entry.resolve(rowOf(output, row, batch.length));
    } catch (error) {
      for (const entry of batch) entry.reject(error);
    } finally {
      this.running -= 1;
      this.dispatch();
    }
  }

  private learn(msPerToken: number): void {
    this.msPerToken = this.msPerToken === 0 ? msPerToken : 0.9 * this.msPerToken + 0.1 * msPerToken;
  }
}

/** A job that the queue can never hold: admitted to an idle engine, it would shut every other caller out. */
function tooLarge(tokens: number, most: number): EngineError {
  const description = `The script has ${tokens} tokens; at most ${most} are read.`;
  return new EngineError('SCRIPT_TOO_LARGE', description, { violations: [{ field: 'script', description }] });
}

function rowOf({ tensors }: BatchOutput, row: number, rows: number): RowOutput {
  const slice = (values: Float32Array) => {
    const width = values.length / rows;
    return values.subarray(row * width, (row + 1) * width);
  };
  return { tensors: Object.fromEntries(Object.entries(tensors).map(([name, values]) => [name, slice(values)])) };
}

function withResolvers<T>(): { promise: Promise<T>; resolve: (value: T) => void; reject: (error: unknown) => void } {
  let resolve!: (value: T) => void;
  let reject!: (error: unknown) => void;
  const promise = new Promise<T>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  return { promise, resolve, reject };
}
