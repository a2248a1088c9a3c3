/** Port: how items of jobs are handed out to replicas. Adapters live in `storage`. Types only. */
import type { JobFault, JobOptions } from '../domain/job.js';
import type { AnalysisInfo, Progress } from '../domain/sentiment.js';
import type { NewAnalysis } from './analysis-store.js';
import type { NewItem } from './job-store.js';

/** An item that a replica works on. Every later word about it must name the same worker and attempt, or is not heard. */
export interface ClaimedItem {
  readonly jobId: string;
  readonly index: number;
  /** Which attempt this is, from 1. */
  readonly attempt: number;
  readonly userId?: string;
  readonly options: JobOptions;
  readonly source: NewItem;
}

/** Which attempt at which item. */
export type Attempt = Pick<ClaimedItem, 'jobId' | 'index' | 'attempt'>;

/**
 * Hands out items of jobs: each to one replica at a time, for as long as that keeps its lease; each has one result. Every
 * method throws STORAGE_UNAVAILABLE (retryable) when the database does not answer.
 */
export interface JobQueue {
  /** Takes one item that is due, of the job that was served longest ago; undefined when there is none. */
  claim(worker: string, leaseMs: number): Promise<ClaimedItem | undefined>;
  /** Keeps the leases of items and their progress; gives back the attempts that are still this worker's. */
  beat(
    worker: string,
    items: readonly (Attempt & { readonly progress?: Progress })[],
    leaseMs: number,
  ): Promise<readonly Attempt[]>;
  /** Ends an item with its result, both or neither; false when the item is no longer this worker's. */
  succeed(worker: string, item: Attempt, result: NewAnalysis | { readonly analysisId: string }): Promise<boolean>;
  /** Ends an item without a result. */
  fail(worker: string, item: Attempt, fault: JobFault, state: 'failed' | 'parked'): Promise<void>;
  /** Gives an item back to be tried in `delayMs`; not counted as a try when it was not the item's fault. */
  retry(worker: string, item: Attempt, delayMs: number, counts: boolean): Promise<void>;
  /** Items whose workers were lost wait for another one, or are put aside after `maxCrashes` of them; how many there were. */
  recover(maxCrashes: number): Promise<number>;
  /** An analysis of the same input by the same models. */
  findSame(inputSha256: string, models: AnalysisInfo['models']): Promise<string | undefined>;
}
