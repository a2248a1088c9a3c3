import { EngineError } from '../../domain/errors.js';
import type { BatchOutput, Executor, Lane } from '../execute/executor.js';
import type { CostModel } from './cost-model.js';
import type { ActiveJob, Entry, Priority, RowOutput, Waiter } from './entry.js';
import { LengthQueue } from './length-queue.js';

export type { Priority, RowOutput } from './entry.js';

/** Share of the workers a job of each priority gets beside one of another. */
const WEIGHT: Record<Priority, number> = { live: 16, interactive: 4, background: 1 };

const RANK: Record<Priority, number> = { live: 2, interactive: 1, background: 0 };

/** A job of at most this many tokens may use the express lane; so may batches there. */
const EXPRESS_TOKENS = 64;

/**
 * Tokens of small jobs waiting from which the express lane is closed: with so many of them, wide batches serve them better
 * than narrow ones that take turns with wide ones on the same processors.
 */
const EXPRESS_CROWD = 4 * EXPRESS_TOKENS;

/** Part of a job that is done that may be added to the look-ahead: late scenes wait a little for fuller batches. */
const LOOK_AHEAD_SHARE = 0.5;

/** A row is computed at most this often: a second time, alone, when the batch that it was in failed. */
const MOST_ATTEMPTS = 2;

/** Shortest delay that a refused caller is told to wait, in milliseconds. */
const LEAST_RETRY_MS = 50;

/** Settings of the scheduler. */
export interface SchedulerLimits {
  /** Most tokens computed in a batch, padding included: rows × longest row. A single longer row still runs, alone. */
  readonly tokenBudget: number;
  /**
   * How far before its turn a row may be taken into a batch of others of its length, in milliseconds of predicted
   * computing of its own job: bounds how long the first results wait for later ones.
   */
  readonly lookAheadMs: number;
  /** Most tokens waiting, over all jobs; more are refused with OVERLOADED. */
  readonly maxQueuedTokens: number;
}

/** What a job asks for. */
export interface JobOptions {
  readonly priority: Priority;
  /** Aborting takes the job's waiting rows out of the queue; their promises reject with the signal's reason. */
  readonly signal?: AbortSignal;
  /** When the answer stops being of use, on the clock of the scheduler. */
  readonly deadline?: number;
}

/** A list of rows that belong together: the texts of one request. */
export interface Job {
  /** One promise a row, in order. A rejection that nobody reads is no fault. */
  readonly rows: readonly Promise<RowOutput>[];
  /** From submission to the start of its first batch, in milliseconds; 0 while waiting. */
  readonly queueMs: number;
  /** Compute time so far of the batches its rows were in, by its share of their tokens, in milliseconds. */
  readonly computeMs: number;
}

/** What the scheduler is doing. */
export interface SchedulerLoad {
  /** Tokens waiting, each row counted once. */
  readonly queuedTokens: number;
  /** Batches under way. */
  readonly running: number;
  /** Predicted time until the queue would be empty if nothing came, in milliseconds. */
  readonly backlogMs: number;
}

/**
 * Shares an executor between jobs by weighted fair queueing. A row's tag is its virtual finish time: that of the row
 * before it in its job, or of now, plus its predicted cost over the job's weight; the first rows of a job count as a full
 * batch together. The least tag leads the next batch, so a job's rows keep their order, every job gets its share, jobs of
 * less than a batch go in the order in which they came, and no row starves: tags are given once, and virtual time passes
 * every one of them. The leader takes others of its length along.
 *
 * Equal rows in flight are computed once. Overload and deadlines that cannot be met are refused at once. A row whose batch
 * failed is computed once more, alone.
 */
export class Scheduler {
  private readonly queue = new LengthQueue();
  private readonly jobs = new Set<ActiveJob>();
  /** Entries waiting or running, by their token ids. */
  private readonly entries = new Map<string, Entry>();
  /** Predicted end of each batch under way. */
  private readonly running: Record<Lane, Set<{ readonly endsAt: number }>> = { bulk: new Set(), express: new Set() };
  private virtualTime = 0;
  private queuedTokens = 0;
  /** Of them, those that may use the express lane. */
  private expressTokens = 0;
  private queuedMs = 0;
  private idleWaiters: (() => void)[] = [];

  constructor(
    private readonly executor: Executor,
    private readonly limits: SchedulerLimits,
    private readonly cost: CostModel,
    private readonly now: () => number,
  ) {
    executor.onSlot(() => this.dispatch());
  }

  /** What it is doing now. */
  get load(): SchedulerLoad {
    const running = this.running.bulk.size + this.running.express.size;
    return { queuedTokens: this.queuedTokens, running, backlogMs: this.queuedMs / this.slots() };
  }

  /**
   * Queues the rows of one job.
   *
   * @throws EngineError TEXTS_TOO_LARGE for more tokens than the queue can ever hold, OVERLOADED with a retry hint when it
   * is full now, DEADLINE_UNREACHABLE when they would be ready only after the deadline; the signal's reason when already
   * aborted.
   */
  submit(rows: readonly Int32Array[], options: JobOptions): Job {
    options.signal?.throwIfAborted();
    const tokens = rows.reduce((sum, ids) => sum + ids.length, 0);
    this.admit(tokens);
    const job = this.open(options, tokens);
    const costs = rows.map((ids) => this.cost.predict({ rows: 1, longest: ids.length }));
    this.checkDeadline(job, costs);
    let doneMs = 0;
    const promises = rows.map((ids, i) => {
      const promise = this.enqueue(job, ids, costs[i]!, doneMs);
      doneMs += costs[i]!;
      return promise;
    });
    this.close(job, promises, options.signal);
    this.dispatch();
    return {
      rows: promises,
      get queueMs() {
        return job.firstBatchAt === undefined ? 0 : job.firstBatchAt - job.submittedAt;
      },
      get computeMs() {
        return job.computeMs;
      },
    };
  }

  /** Resolves when nothing is queued or running. */
  async idle(): Promise<void> {
    while (this.entries.size > 0) await new Promise<void>((resolve) => this.idleWaiters.push(resolve));
  }

  private open({ priority, deadline = Number.POSITIVE_INFINITY }: JobOptions, tokens: number): ActiveJob {
    const weight = WEIGHT[priority];
    return {
      priority,
      weight,
      express: tokens <= EXPRESS_TOKENS,
      deadline,
      lastTag: this.virtualTime,
      leastTag: this.virtualTime + this.quantum() / weight,
      entries: new Set(),
      waitingMs: 0,
      submittedAt: this.now(),
      firstBatchAt: undefined,
      computeMs: 0,
    };
  }

  /** Watches a job until its last row is answered. */
  private close(job: ActiveJob, rows: readonly Promise<RowOutput>[], signal: AbortSignal | undefined): void {
    this.jobs.add(job);
    const abort = () => this.withdraw(job, signal?.reason);
    signal?.addEventListener('abort', abort, { once: true });
    // A caller that stops at the first failure leaves the other rows' rejections unread: they are not faults.
    void Promise.allSettled(rows).then(() => {
      signal?.removeEventListener('abort', abort);
      this.jobs.delete(job);
    });
  }

  private admit(tokens: number): void {
    const { maxQueuedTokens } = this.limits;
    if (tokens > maxQueuedTokens) {
      throw new EngineError('TEXTS_TOO_LARGE', `The texts have ${tokens} tokens; at most ${maxQueuedTokens} are read.`);
    }
    const excess = this.queuedTokens + tokens - maxQueuedTokens;
    if (excess <= 0) return;
    const drainMs = (this.queuedMs * excess) / Math.max(this.queuedTokens, 1) / this.slots();
    throw new EngineError('OVERLOADED', undefined, { retryAfterMs: Math.max(drainMs, LEAST_RETRY_MS) });
  }

  /** Refuses work that would end too late: what is before it in virtual time, what is running, and its own. */
  private checkDeadline(job: ActiveJob, costs: readonly number[]): void {
    if (job.deadline === Number.POSITIVE_INFINITY) return;
    const own = costs.reduce((sum, cost) => sum + cost, 0);
    const now = this.now();
    const slots = this.slots();
    const lastTag = this.virtualTime + Math.max(own, this.quantum()) / job.weight;
    const ahead = this.runningMs(now) + this.waitingBefore(lastTag);
    const finish = now + Math.max(ahead / slots, 0) + Math.max(own / slots, Math.max(...costs, 0));
    if (finish <= job.deadline) return;
    throw new EngineError('DEADLINE_UNREACHABLE', undefined, { retryAfterMs: Math.max(ahead / slots, LEAST_RETRY_MS) });
  }

  /** Predicted cost of the rows that have their turn before virtual time `tag`, in milliseconds. */
  private waitingBefore(tag: number): number {
    let sum = 0;
    for (const { waitingMs, weight, lastTag, leastTag } of this.jobs) {
      const firstTag = Math.max(lastTag, leastTag) - waitingMs / weight;
      sum += Math.min(Math.max((tag - firstTag) * weight, 0), waitingMs);
    }
    return sum;
  }

  private runningMs(now: number): number {
    let sum = 0;
    for (const { endsAt } of this.running.bulk) sum += Math.max(endsAt - now, 0);
    return sum;
  }

  /** While every worker is being replaced there is no slot; one comes back. */
  private slots(): number {
    return Math.max(this.executor.slots.bulk, 1);
  }

  /**
   * What a job costs at least as far as turns are concerned, in milliseconds: a full batch. Were short texts served by
   * their cost alone, each would go as it came, in a batch of two or three that costs half of what a full one does.
   */
  private quantum(): number {
    return this.cost.predict({ rows: 1, longest: this.limits.tokenBudget });
  }

  private enqueue(job: ActiveJob, ids: Int32Array, costMs: number, doneMs: number): Promise<RowOutput> {
    const { promise, resolve, reject } = withResolvers<RowOutput>();
    const waiter: Waiter = { job, resolve, reject };
    const key = keyOf(ids);
    const known = this.entries.get(key);
    if (known === undefined) this.add(key, ids, costMs, waiter, doneMs);
    else this.join(known, waiter);
    return promise;
  }

  private add(key: string, ids: Int32Array, costMs: number, waiter: Waiter, doneMs: number): void {
    const { job } = waiter;
    job.lastTag += costMs / job.weight;
    const tag = Math.max(job.lastTag, job.leastTag);
    const lookAhead = this.limits.lookAheadMs + LOOK_AHEAD_SHARE * doneMs;
    const entry: Entry = {
      key,
      ids,
      costMs,
      tag,
      eligible: tag - lookAhead / job.weight,
      priority: job.priority,
      express: job.express,
      place: undefined,
      failures: 0,
      waiters: [waiter],
    };
    this.entries.set(key, entry);
    job.entries.add(entry);
    this.put(entry);
  }

  /** A row that is in flight already: its result is for both, at the sooner of their turns. */
  private join(entry: Entry, waiter: Waiter): void {
    const { job } = waiter;
    entry.waiters.push(waiter);
    job.entries.add(entry);
    if (entry.place === undefined) return;
    job.waitingMs += entry.costMs;
    const tag = Math.max(job.lastTag, job.leastTag);
    if (tag >= entry.tag && RANK[job.priority] <= RANK[entry.priority]) return;
    entry.tag = Math.min(entry.tag, tag);
    entry.eligible = Math.min(entry.eligible, entry.tag);
    if (RANK[job.priority] > RANK[entry.priority]) entry.priority = job.priority;
    if (job.express && !entry.express) {
      entry.express = true;
      this.expressTokens += entry.ids.length;
    }
    this.queue.push(entry);
  }

  /** Into the queue, with the accounts kept. */
  private put(entry: Entry): void {
    this.queue.push(entry);
    this.queuedTokens += entry.ids.length;
    if (entry.express) this.expressTokens += entry.ids.length;
    this.queuedMs += entry.costMs;
    for (const { job } of entry.waiters) job.waitingMs += entry.costMs;
  }

  /** Out of the queue, with the accounts kept. */
  private leave(entry: Entry): void {
    entry.place = undefined;
    this.queuedTokens -= entry.ids.length;
    if (entry.express) this.expressTokens -= entry.ids.length;
    this.queuedMs -= entry.costMs;
    for (const { job } of entry.waiters) job.waitingMs -= entry.costMs;
  }

  /** Answers every row of a job that is not answered yet; rows that nobody else waits for are not computed. */
  private withdraw(job: ActiveJob, reason: unknown): void {
    for (const entry of [...job.entries]) this.drop(entry, (waiter) => waiter.job === job, reason);
    this.dispatch();
  }

  private drop(entry: Entry, match: (waiter: Waiter) => boolean, reason: unknown): void {
    const leaving = entry.waiters.filter(match);
    if (leaving.length === 0) return;
    const waiting = entry.place !== undefined;
    if (waiting && leaving.length === entry.waiters.length) {
      this.leave(entry);
      this.entries.delete(entry.key);
    } else if (waiting) for (const { job } of leaving) job.waitingMs -= entry.costMs;
    entry.waiters = entry.waiters.filter((waiter) => !match(waiter));
    for (const { job, reject } of leaving) {
      job.entries.delete(entry);
      reject(reason);
    }
  }

  private dispatch(): void {
    while (this.running.bulk.size < this.executor.slots.bulk && this.start('bulk', this.queue.leader())) {}
    while (this.running.express.size < this.executor.slots.express && this.start('express', this.expressLeader())) {}
    if (this.entries.size === 0) for (const wake of this.idleWaiters.splice(0)) wake();
  }

  /** A row of a small job that would wait longer for a bulk slot than it takes to compute. */
  private expressLeader(): Entry | undefined {
    if (this.expressTokens > EXPRESS_CROWD) return undefined;
    const leader = this.queue.leader(true);
    if (leader === undefined) return undefined;
    let soonest = Number.POSITIVE_INFINITY;
    for (const { endsAt } of this.running.bulk) soonest = Math.min(soonest, endsAt - this.now());
    return soonest > leader.costMs ? leader : undefined;
  }

  /** Starts the batch that an entry leads; false when there is none. */
  private start(lane: Lane, leader: Entry | undefined): boolean {
    if (leader === undefined) return false;
    this.virtualTime = Math.max(this.virtualTime, leader.tag);
    if (this.isTooLate(leader)) {
      this.drop(leader, () => true, new EngineError('DEADLINE_UNREACHABLE'));
      return true;
    }
    const batch = this.queue.take(leader, {
      tokenBudget: this.budget(lane),
      predict: (shape) => this.cost.predict(shape),
    });
    for (const entry of batch) this.leave(entry);
    void this.run(batch, lane);
    return true;
  }

  /** What waits is shared out to the free slots: two half batches side by side are ready before a full one. */
  private budget(lane: Lane): number {
    if (lane === 'express') return EXPRESS_TOKENS;
    const free = Math.max(this.executor.slots.bulk - this.running.bulk.size, 1);
    return Math.min(this.limits.tokenBudget, Math.ceil(this.queuedTokens / free));
  }

  private isTooLate({ waiters, costMs }: Entry): boolean {
    const ready = this.now() + costMs;
    return waiters.every(({ job }) => ready > job.deadline);
  }

  private async run(batch: readonly Entry[], lane: Lane): Promise<void> {
    const rows = batch.length;
    const longest = batch.reduce((most, { ids }) => Math.max(most, ids.length), 0);
    const startedAt = this.now();
    const running = { endsAt: startedAt + this.cost.predict({ rows, longest }) };
    this.running[lane].add(running);
    for (const { waiters } of batch) for (const { job } of waiters) job.firstBatchAt ??= startedAt;
    try {
      const output = await this.executor.run(
        batch.map(({ ids }) => ids),
        lane,
      );
      // Express batches share a processor with others: their time says nothing of the cost.
      // What counts is how long a slot is taken: computing, and handing the batch over and back.
      if (lane === 'bulk') this.cost.observe({ rows, longest, ms: this.now() - startedAt });
      this.answer(batch, output);
    } catch (error) {
      for (const entry of batch) this.fail(entry, error);
    } finally {
      this.running[lane].delete(running);
      this.dispatch();
    }
  }

  private answer(batch: readonly Entry[], output: BatchOutput): void {
    const tokens = batch.reduce((sum, { ids }) => sum + ids.length, 0);
    for (const [row, entry] of batch.entries()) {
      this.entries.delete(entry.key);
      const result = rowOf(output, row, batch.length);
      const share = (output.computeMs * entry.ids.length) / tokens / Math.max(entry.waiters.length, 1);
      for (const { job, resolve } of entry.waiters) {
        job.computeMs += share;
        job.entries.delete(entry);
        resolve(result);
      }
    }
  }

  private fail(entry: Entry, error: unknown): void {
    entry.failures += 1;
    if (entry.waiters.length > 0 && entry.failures < MOST_ATTEMPTS) {
      this.put(entry);
      return;
    }
    this.entries.delete(entry.key);
    for (const { reject } of entry.waiters) reject(error);
  }
}

/** Token ids as a string: equal for equal rows only. */
function keyOf(ids: Int32Array): string {
  return Buffer.from(ids.buffer, ids.byteOffset, ids.byteLength).toString('latin1');
}

function rowOf({ tensors }: BatchOutput, row: number, rows: number): RowOutput {
  const views: Record<string, Float32Array> = {};
  for (const name in tensors) {
    const values = tensors[name]!;
    const width = values.length / rows;
    views[name] = values.subarray(row * width, (row + 1) * width);
  }
  return { tensors: views };
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
