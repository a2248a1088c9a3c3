/** What waits in the queue: rows of token ids, each for one or more callers. */

/** Who goes first when there is more work than workers. */
export type Priority = 'live' | 'interactive' | 'background';

/** One row of a batch as it comes back. */
export interface RowOutput {
  /** Values of each tensor for this row; a view of the batch's. */
  readonly tensors: Readonly<Record<string, Float32Array>>;
}

/** A list of rows that belong together: the texts of one request. */
export interface ActiveJob {
  readonly priority: Priority;
  /** Share of the workers beside jobs of other weights. */
  readonly weight: number;
  /** Of few tokens: its rows may overtake long batches in the express lane. */
  readonly express: boolean;
  /** When its answer stops being of use, on the scheduler's clock; Infinity when never. */
  readonly deadline: number;
  /** Virtual finish time of its last row. */
  lastTag: number;
  /** No row of it has a lesser tag than this: its first rows count as a full batch. */
  readonly leastTag: number;
  /** Its rows that are not answered yet. */
  readonly entries: Set<Entry>;
  /** Predicted cost of its waiting rows, in milliseconds. */
  waitingMs: number;
  readonly submittedAt: number;
  firstBatchAt: number | undefined;
  computeMs: number;
}

/** Virtual time of the turn of a job's last row. */
export function turnOf({ lastTag, leastTag }: Pick<ActiveJob, 'lastTag' | 'leastTag'>): number {
  return Math.max(lastTag, leastTag);
}

/** One caller of a row. */
export interface Waiter {
  readonly job: ActiveJob;
  readonly resolve: (row: RowOutput) => void;
  readonly reject: (error: unknown) => void;
}

/** One row of token ids; equal rows in flight are one entry with several waiters. */
export interface Entry {
  readonly key: string;
  readonly ids: Int32Array;
  /** Predicted cost of the row alone, in milliseconds. */
  readonly costMs: number;
  /** Virtual finish time: the least goes first. */
  tag: number;
  /** Virtual time from which it may be taken into a batch that another leads. */
  eligible: number;
  priority: Priority;
  express: boolean;
  /** Its place in the queue; undefined when it is not waiting there. */
  place: object | undefined;
  /** How often a batch with it has failed. After the first time it is computed alone, so that it cannot fail others. */
  failures: number;
  waiters: Waiter[];
}
