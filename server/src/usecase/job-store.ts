/** Port: where jobs are kept. Adapters live in `storage`. Types only. */
import type { Job, JobItem, JobOptions, JobState } from '../domain/job.js';
import type { ScriptFormat } from '../domain/script.js';

/** A script that came with a job. */
export interface InlineScript {
  readonly bytes: Uint8Array;
  readonly format?: ScriptFormat;
  readonly name?: string;
}

/** What one item is about. */
export type NewItem =
  | { readonly type: 'stored'; readonly scriptId: string; readonly version?: number }
  | { readonly type: 'inline'; readonly script: InlineScript }
  | { readonly type: 'file'; readonly path: string };

/** A job to accept. */
export interface NewJob {
  readonly id: string;
  readonly key: string;
  readonly userId?: string;
  /** SHA-256 of everything asked for, lower-case hex: tells another job under the same key. */
  readonly digest: string;
  readonly options: JobOptions;
  /** The items in order, or: every script of this owner, as they are when the job is accepted. */
  readonly items: readonly NewItem[] | { readonly ownerId: string };
}

/** What changed in a job. */
export interface JobChanges {
  readonly job: Job;
  /** Items that changed at or after the time asked for, the earliest first. */
  readonly items: readonly (JobItem & { readonly changedAt: Date })[];
  /** False when more changed than is told at once. */
  readonly complete: boolean;
  /** Clock of the database when it answered. */
  readonly now: Date;
}

/** Which jobs to list. Conditions that are given must all hold. */
export interface JobQuery {
  readonly userId?: string;
  readonly state?: JobState;
  readonly pageSize: number;
  readonly pageToken?: string;
}

/** Which items of a job to list. */
export interface JobItemQuery extends Omit<JobQuery, 'userId'> {
  readonly jobId: string;
}

/**
 * Keeps jobs: one that was accepted survives a crash. Every method throws STORAGE_UNAVAILABLE (retryable) when the database
 * does not answer.
 */
export interface JobStore {
  /**
   * Accepts a job, once: the same key with the same digest gives back the job that was accepted first.
   * @throws EngineError FIELD_INVALID when the key was used with another digest; OVERLOADED when too many jobs wait.
   */
  submit(job: NewJob): Promise<Job>;
  get(id: string): Promise<Job | undefined>;
  /** Jobs, the youngest first. @throws EngineError FIELD_INVALID for a page out of range or of another list. */
  list(query: JobQuery): Promise<{ readonly jobs: readonly Job[]; readonly nextPageToken?: string }>;
  /** Items in the order of the job. @throws EngineError as {@link list}. */
  listItems(query: JobItemQuery): Promise<{ readonly items: readonly JobItem[]; readonly nextPageToken?: string }>;
  /** The job and its items that changed at or after `since`; without it, the job alone. */
  changes(id: string, since?: Date): Promise<JobChanges | undefined>;
  /** Stops a job: what is not done will not be. Does nothing to one that has ended. */
  cancel(id: string): Promise<Job | undefined>;
}
