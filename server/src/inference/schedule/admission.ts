import { EngineError } from '../../domain/errors.js';
import type { Backlog } from './backlog.js';
import { type ActiveJob, turnOf } from './entry.js';

/** Shortest delay that a refused caller is told to wait, in milliseconds. */
const LEAST_RETRY_MS = 50;

/** What a new job finds before it. */
export interface Ahead {
  /** On the scheduler's clock. */
  readonly now: number;
  /** Predicted time until the batches under way end, over all slots, in milliseconds. */
  readonly runningMs: number;
  /** Jobs that are not answered yet. */
  readonly jobs: Iterable<ActiveJob>;
  /** Batches that can run at once. */
  readonly slots: number;
}

/** Refuses at once what there is no room or no time for. */
export class Admission {
  /** @param maxQueuedTokens Most tokens waiting, over all jobs. */
  constructor(private readonly maxQueuedTokens: number) {}

  /** @throws EngineError TEXTS_TOO_LARGE, OVERLOADED with the time until there is room. */
  checkRoom(tokens: number, backlog: Backlog, slots: number): void {
    const most = this.maxQueuedTokens;
    if (tokens > most) {
      throw new EngineError('TEXTS_TOO_LARGE', `The texts have ${tokens} tokens; at most ${most} are read.`);
    }
    const excess = backlog.tokens + tokens - most;
    if (excess <= 0) return;
    const drainMs = (backlog.ms * excess) / Math.max(backlog.tokens, 1) / slots;
    throw new EngineError('OVERLOADED', undefined, { retryAfterMs: Math.max(drainMs, LEAST_RETRY_MS) });
  }

  /**
   * Refuses a job that would end too late: after what is before it in virtual time, what is running, and its own rows.
   *
   * @param job None of its rows is queued yet.
   * @param costs Predicted cost of each of its rows, in milliseconds.
   * @throws EngineError DEADLINE_UNREACHABLE with the time until what is before it is done.
   */
  checkDeadline(job: ActiveJob, costs: readonly number[], { now, runningMs, jobs, slots }: Ahead): void {
    if (job.deadline === Number.POSITIVE_INFINITY) return;
    const own = costs.reduce((sum, cost) => sum + cost, 0);
    const lastTag = Math.max(job.lastTag + own / job.weight, job.leastTag);
    const ahead = (runningMs + waitingBefore(lastTag, jobs)) / slots;
    const finish = now + Math.max(ahead, 0) + Math.max(own / slots, Math.max(...costs, 0));
    if (finish <= job.deadline) return;
    throw new EngineError('DEADLINE_UNREACHABLE', undefined, { retryAfterMs: Math.max(ahead, LEAST_RETRY_MS) });
  }
}

/** Predicted cost of the rows that have their turn before virtual time `tag`, in milliseconds. */
function waitingBefore(tag: number, jobs: Iterable<ActiveJob>): number {
  let sum = 0;
  for (const job of jobs) {
    const firstTag = turnOf(job) - job.waitingMs / job.weight;
    sum += Math.min(Math.max((tag - firstTag) * job.weight, 0), job.waitingMs);
  }
  return sum;
}
