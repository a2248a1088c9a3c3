import type { Entry } from './entry.js';
import { type BatchRule, LengthQueue } from './length-queue.js';

/** What waits, and what it amounts to. */
export class Backlog {
  private readonly queue = new LengthQueue();
  private tokens_ = 0;
  private expressTokens_ = 0;
  private ms_ = 0;

  /** Tokens waiting, each row counted once. */
  get tokens(): number {
    return this.tokens_;
  }

  /** Of them, those that may use the express lane. */
  get expressTokens(): number {
    return this.expressTokens_;
  }

  /** Predicted cost of what waits, each row by itself, in milliseconds. */
  get ms(): number {
    return this.ms_;
  }

  /** Puts an entry in. */
  put(entry: Entry): void {
    this.queue.push(entry);
    this.count(entry, 1);
  }

  /** Takes an entry out. */
  leave(entry: Entry): void {
    entry.place = undefined;
    this.count(entry, -1);
  }

  /** Gives a waiting entry a better turn. */
  advance(entry: Entry, { tag, priority, express }: Pick<Entry, 'tag' | 'priority' | 'express'>): void {
    if (express && !entry.express) this.expressTokens_ += entry.ids.length;
    entry.tag = tag;
    entry.eligible = Math.min(entry.eligible, tag);
    entry.priority = priority;
    entry.express = express;
    this.queue.push(entry);
  }

  /** The entry whose turn it is, of all or of those that may use the express lane. It stays. */
  leader(of: 'all' | 'express' = 'all'): Entry | undefined {
    return this.queue.leader(of === 'express');
  }

  /** Takes out the batch that an entry leads. */
  take(leader: Entry, rule: BatchRule): Entry[] {
    const batch = this.queue.take(leader, rule);
    for (const entry of batch) this.count(entry, -1);
    return batch;
  }

  private count({ ids, costMs, express, waiters }: Entry, sign: 1 | -1): void {
    this.tokens_ += sign * ids.length;
    if (express) this.expressTokens_ += sign * ids.length;
    this.ms_ += sign * costMs;
    for (const { job } of waiters) job.waitingMs += sign * costMs;
  }
}
