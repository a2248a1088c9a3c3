import { EngineError } from '../domain/errors.js';
import type { JobFault } from '../domain/job.js';
import type { Progress } from '../domain/sentiment.js';
import { type AnalyzeItemParts, analyzeItem } from './analyze-item.js';
import type { ClaimedItem, JobQueue } from './job-queue.js';

/** How this replica works on jobs. */
export interface JobRunnerSettings {
  /** Name of this process among all that ever work on this database. */
  readonly worker: string;
  /** Items under way at once; 0 for none. */
  readonly concurrency: number;
  /** How long an item stays this worker's after its last word, in milliseconds. */
  readonly leaseMs: number;
  /** Wait before looking for work again when there was none, in milliseconds. */
  readonly idleMs: number;
}

/** What the log is told: ids and reasons, never a script. */
export interface JobLog {
  warn(details: object, message: string): void;
}

/** An item is put aside when this many workers were lost over it. */
const MAX_CRASHES = 5;

/** An item that fails for reasons that may pass is put aside after this many tries. */
const MAX_ATTEMPTS = 6;

/** Longest wait before another try, in milliseconds. */
const MAX_DELAY_MS = 60_000;

/** Tries to tell the database of an end, each after the wait that the error asks for. */
const END_TRIES = 5;

interface Running {
  readonly item: ClaimedItem;
  readonly abort: AbortController;
  progress?: Progress;
}

/** Works on items of jobs, a few at a time, until it is closed. Every replica has one; the database shares out the work. */
export class JobRunner {
  private readonly running = new Set<Running>();
  private readonly stopping = new AbortController();
  private readonly sleepers = new Set<() => void>();
  private loops: Promise<void>[] = [];

  constructor(
    private readonly queue: JobQueue,
    private readonly parts: Omit<AnalyzeItemParts, 'queue'>,
    private readonly settings: JobRunnerSettings,
    private readonly log: JobLog,
  ) {}

  /** Begins. */
  start(): void {
    const { concurrency, leaseMs } = this.settings;
    if (concurrency === 0) return;
    const work = Array.from({ length: concurrency }, () => this.repeat(() => this.next()));
    this.loops = [...work, this.repeat(() => this.beat().then(() => leaseMs / 3))];
  }

  /** Looks for work at once. */
  wake(): void {
    for (const sleeper of this.sleepers) sleeper();
  }

  /** Gives back what is under way, for another replica to do, and ends. */
  async close(): Promise<void> {
    this.stopping.abort();
    this.wake();
    for (const { abort } of this.running) abort.abort(new EngineError('DRAINING'));
    await Promise.all(this.loops);
  }

  /** Does a piece of work again and again, after the wait that each asks for in milliseconds. */
  private async repeat(work: () => Promise<number>): Promise<void> {
    while (!this.stopping.signal.aborted) {
      const wait = await work().catch((error: unknown) => this.troubled(error));
      if (wait > 0 && !this.stopping.signal.aborted) await this.sleep(wait);
    }
  }

  private troubled(error: unknown): number {
    this.log.warn({ reason: reasonOf(error) }, 'jobs wait');
    return retryDelay(error);
  }

  private async next(): Promise<number> {
    const { worker, leaseMs, idleMs } = this.settings;
    const item = await this.queue.claim(worker, leaseMs);
    if (item === undefined) return idleMs;
    const running: Running = { item, abort: new AbortController() };
    this.running.add(running);
    try {
      await this.work(running);
    } finally {
      this.running.delete(running);
    }
    return 0;
  }

  private async work(running: Running): Promise<void> {
    const { item, abort } = running;
    if (this.stopping.signal.aborted) abort.abort(new EngineError('DRAINING'));
    const { worker } = this.settings;
    try {
      const watch = {
        signal: abort.signal,
        onProgress: (progress: Progress) => {
          running.progress = progress;
        },
      };
      abort.signal.throwIfAborted();
      const result = await analyzeItem(item, { ...this.parts, queue: this.queue }, watch);
      await this.insist(() => this.queue.succeed(worker, item, result));
    } catch (error) {
      await this.insist(() => this.settle(item, error));
    }
  }

  /** What becomes of an item whose work failed. */
  private async settle(item: ClaimedItem, error: unknown): Promise<void> {
    const { worker } = this.settings;
    const verdict = judge(error, item.attempt);
    if (verdict.type === 'lost') return;
    if (verdict.type === 'again') return this.queue.retry(worker, item, verdict.delayMs, verdict.counts);
    const { jobId, index } = item;
    this.log.warn({ jobId, index, reason: verdict.fault.reason, state: verdict.type }, 'an item of a job failed');
    await this.queue.fail(worker, item, verdict.fault, verdict.type);
  }

  /** Tells the database again while it does not answer; in the end the lease passes, and the item is tried again. */
  private async insist<T>(tell: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await tell();
      } catch (error) {
        if (attempt === END_TRIES || reasonOf(error) !== 'STORAGE_UNAVAILABLE') throw error;
        await this.sleep(retryDelay(error));
      }
    }
  }

  /** Keeps the leases, ends what is no longer ours and gives what others lost back to all. */
  private async beat(): Promise<void> {
    const { worker, leaseMs } = this.settings;
    const held = [...this.running];
    if (held.length > 0) {
      const told = held.map(({ item: { jobId, index, attempt }, progress }) => ({
        jobId,
        index,
        attempt,
        ...(progress && { progress }),
      }));
      const kept = new Set((await this.queue.beat(worker, told, leaseMs)).map(nameOf));
      for (const { item, abort } of held) if (!kept.has(nameOf(item))) abort.abort(new EngineError('CANCELLED'));
    }
    if ((await this.queue.recover(MAX_CRASHES)) > 0) this.wake();
  }

  private sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        this.sleepers.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, ms);
      this.sleepers.add(wake);
    });
  }
}

const nameOf = ({ jobId, index, attempt }: { jobId: string; index: number; attempt: number }): string =>
  `${jobId} ${index} ${attempt}`;

/** What is to be done about a failure. */
export type Verdict =
  | { readonly type: 'lost' }
  | { readonly type: 'again'; readonly delayMs: number; readonly counts: boolean }
  | { readonly type: 'failed' | 'parked'; readonly fault: JobFault };

/** Refusals that would come again however often the item is tried. */
const FINAL = ['INVALID_ARGUMENT', 'NOT_FOUND', 'FAILED_PRECONDITION', 'UNIMPLEMENTED'];

/** Not the item's fault: the engine is full, ends, or has no database. */
const NO_FAULT = ['OVERLOADED', 'DRAINING', 'STORAGE_UNAVAILABLE', 'DEADLINE_UNREACHABLE'];

/** Judges what ended an attempt: the first is 1. */
export function judge(error: unknown, attempt: number): Verdict {
  const { reason, message, status } = error instanceof EngineError ? error : new EngineError('INTERNAL');
  if (reason === 'CANCELLED') return { type: 'lost' };
  if (reason === 'DRAINING') return { type: 'again', delayMs: 0, counts: false };
  if (NO_FAULT.includes(reason)) return { type: 'again', delayMs: retryDelay(error), counts: false };
  if (FINAL.includes(status)) return { type: 'failed', fault: { reason, message } };
  if (attempt >= MAX_ATTEMPTS) return { type: 'parked', fault: { reason, message } };
  return { type: 'again', delayMs: Math.min(MAX_DELAY_MS, 1000 * 2 ** (attempt - 1)), counts: true };
}

function reasonOf(error: unknown): string {
  return error instanceof EngineError ? error.reason : 'INTERNAL';
}

function retryDelay(error: unknown): number {
  return (error instanceof EngineError && error.details.retryAfterMs) || 1000;
}
