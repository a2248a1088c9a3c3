import { setTimeout as sleep } from 'node:timers/promises';
import { EngineError } from '../domain/errors.js';
import type { Job, JobItem } from '../domain/job.js';
import type { JobStore } from './job-store.js';

/** One event of a job that is followed. */
export type JobEvent = { readonly type: 'job'; readonly job: Job } | { readonly type: 'item'; readonly item: JobItem };

/** Milliseconds between two looks at a job: after a change, and at most. */
const POLL_MS = { first: 100, most: 1000 };

/** A change may become visible this long after the time it bears, in milliseconds: until its transaction ends. */
const OVERLAP_MS = 5000;

/**
 * Follows a job: its state now, then each change of it and its items, the ended job last.
 *
 * @throws EngineError JOB_NOT_FOUND; the signal's reason when aborted.
 */
export async function* watchJob(
  id: string,
  jobs: Pick<JobStore, 'changes'>,
  signal: AbortSignal,
): AsyncGenerator<JobEvent, void, undefined> {
  const first = await jobs.changes(id);
  if (first === undefined) throw jobNotFound(id);
  let { job, now: since } = first;
  yield { type: 'job', job };
  const before = since.getTime() - OVERLAP_MS;
  /** When the latest told change of each item was, for those in the overlap. */
  const told = new Map<number, number>();
  let wait = POLL_MS.first;
  for (let ended = job.endedAt !== undefined; !ended; ) {
    await sleep(wait, undefined, { signal }).catch(() => signal.throwIfAborted());
    const changes = await jobs.changes(id, new Date(since.getTime() - OVERLAP_MS));
    if (changes === undefined) throw jobNotFound(id);
    const news = changes.items.filter(({ index, changedAt }) => {
      return changedAt.getTime() > Math.max(told.get(index) ?? 0, before);
    });
    for (const { changedAt, ...item } of news) {
      told.set(item.index, changedAt.getTime());
      yield { type: 'item', item };
    }
    const moved = isMoved(job, changes.job);
    job = changes.job;
    const last = changes.items.at(-1)?.changedAt.getTime() ?? 0;
    since = changes.complete ? changes.now : new Date(last + OVERLAP_MS);
    for (const [index, at] of told) if (at < since.getTime() - 2 * OVERLAP_MS) told.delete(index);
    if (moved) yield { type: 'job', job };
    ended = job.endedAt !== undefined && changes.complete;
    wait = moved || news.length > 0 ? POLL_MS.first : Math.min(POLL_MS.most, wait * 2);
  }
}

function isMoved(before: Job, after: Job): boolean {
  const { state, itemsSucceeded, itemsFailed } = after;
  return state !== before.state || itemsSucceeded !== before.itemsSucceeded || itemsFailed !== before.itemsFailed;
}

/** The error for an id that no job has. */
export function jobNotFound(id: string): EngineError {
  return new EngineError('JOB_NOT_FOUND', undefined, { resource: { type: 'guionix.ml.v1.Job', name: id } });
}
