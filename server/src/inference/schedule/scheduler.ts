import { EngineError } from '../../domain/errors.js';
import type { BatchOutput, Executor, Lane } from '../execute/executor.js';
import { Admission, type Ahead } from './admission.js';
import { Backlog } from './backlog.js';
import type { CostModel } from './cost-model.js';
import { type ActiveJob, type Entry, type Priority, type RowOutput, turnOf, type Waiter } from './entry.js';
import type { Job, JobOptions, SchedulerLimits, SchedulerLoad } from './job.js';
import { keyOf, rowOf } from './row.js';
import { RunningBatches } from './running-batches.js';

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
  private readonly backlog = new Backlog();
  private readonly admission: Admission;
  private readonly jobs = new Set<ActiveJob>();
  /** Entries waiting or running, by their token ids. */
  private readonly entries = new Map<string, Entry>();
  private readonly running: Record<Lane, RunningBatches> = {
    bulk: new RunningBatches(),
    express: new RunningBatches(),
  };
  private virtualTime = 0;
  private idleWaiters: (() => void)[] = [];

  constructor(
    private readonly executor: Executor,
    private readonly limits: SchedulerLimits,
    private readonly cost: CostModel,
    private readonly now: () => number,
  ) {
    this.admission = new Admission(limits.maxQueuedTokens);
    executor.onSlot(() => this.dispatch());
  }

  /** What it is doing now. */
  get load(): SchedulerLoad {
    const running = this.running.bulk.size + this.running.express.size;
    return { queuedTokens: this.backlog.tokens, running, backlogMs: this.backlog.ms / this.slots() };
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
    this.admission.checkRoom(tokens, this.backlog, this.slots());
    const job = this.open(options, tokens);
    const costs = rows.map((ids) => this.cost.predict({ rows: 1, longest: ids.length }));
    this.admission.checkDeadline(job, costs, this.ahead());
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

  /** What a new job finds before it. */
  private ahead(): Ahead {
    const now = this.now();
    return { now, runningMs: this.running.bulk.leftMs(now), jobs: this.jobs, slots: this.slots() };
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
    return new Promise((resolve, reject) => {
      const waiter: Waiter = { job, resolve, reject };
      const key = keyOf(ids);
      const known = this.entries.get(key);
      if (known === undefined) this.add(key, ids, costMs, waiter, doneMs);
      else this.join(known, waiter);
    });
  }

  private add(key: string, ids: Int32Array, costMs: number, waiter: Waiter, doneMs: number): void {
    const { job } = waiter;
    job.lastTag += costMs / job.weight;
    const tag = turnOf(job);
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
    this.backlog.put(entry);
  }

  /** A row that is in flight already: its result is for both, at the sooner of their turns. */
  private join(entry: Entry, waiter: Waiter): void {
    const { job } = waiter;
    entry.waiters.push(waiter);
    job.entries.add(entry);
    if (entry.place === undefined) return;
    job.waitingMs += entry.costMs;
    const tag = turnOf(job);
    const higher = RANK[job.priority] > RANK[entry.priority];
    if (tag >= entry.tag && !higher) return;
    this.backlog.advance(entry, {
      tag: Math.min(entry.tag, tag),
      priority: higher ? job.priority : entry.priority,
      express: entry.express || job.express,
    });
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
      this.backlog.leave(entry);
      this.entries.delete(entry.key);
    } else if (waiting) for (const { job } of leaving) job.waitingMs -= entry.costMs;
    entry.waiters = entry.waiters.filter((waiter) => !match(waiter));
    for (const { job, reject } of leaving) {
      job.entries.delete(entry);
      reject(reason);
    }
  }

  private dispatch(): void {
    while (this.running.bulk.size < this.executor.slots.bulk && this.start('bulk', this.backlog.leader())) {}
    while (this.running.express.size < this.executor.slots.express && this.start('express', this.expressLeader())) {}
    if (this.entries.size === 0) for (const wake of this.idleWaiters.splice(0)) wake();
  }

  /** A row of a small job that would wait longer for a bulk slot than it takes to compute. */
  private expressLeader(): Entry | undefined {
    if (this.backlog.expressTokens > EXPRESS_CROWD) return undefined;
    const leader = this.backlog.leader('express');
    if (leader === undefined) return undefined;
    const soonest = this.running.bulk.soonestEnd() - this.now();
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
    const batch = this.backlog.take(leader, {
      tokenBudget: this.budget(lane),
      predict: (shape) => this.cost.predict(shape),
    });
    void this.run(batch, lane);
    return true;
  }

  /** What waits is shared out to the free slots: two half batches side by side are ready before a full one. */
  private budget(lane: Lane): number {
    if (lane === 'express') return EXPRESS_TOKENS;
    const free = Math.max(this.executor.slots.bulk - this.running.bulk.size, 1);
    return Math.min(this.limits.tokenBudget, Math.ceil(this.backlog.tokens / free));
  }

  private isTooLate({ waiters, costMs }: Entry): boolean {
    const ready = this.now() + costMs;
    return waiters.every(({ job }) => ready > job.deadline);
  }

  private async run(batch: readonly Entry[], lane: Lane): Promise<void> {
    const rows = batch.length;
    const longest = batch.reduce((most, { ids }) => Math.max(most, ids.length), 0);
    const startedAt = this.now();
    const ended = this.running[lane].begin(startedAt + this.cost.predict({ rows, longest }));
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
      ended();
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
      this.backlog.put(entry);
      return;
    }
    this.entries.delete(entry.key);
    for (const { reject } of entry.waiters) reject(error);
  }
}
