/** What the scheduler and its callers say to each other. Types only. */
import type { Priority, RowOutput } from './entry.js';

export type { Priority, RowOutput } from './entry.js';

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
