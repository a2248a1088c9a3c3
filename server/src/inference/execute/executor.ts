/** The executor port: runs batches of token ids. Adapters: worker threads, a remote inference server. Types only. */

/** Token ids of the rows of a batch; padding is the adapter's. */
export type BatchInput = readonly Int32Array[];

/** Raw outputs of a batch: for each tensor name, `rows × width` values, row after row. */
export interface BatchOutput {
  readonly tensors: Readonly<Record<string, Float32Array>>;
  /** Time spent computing, in milliseconds. */
  readonly computeMs: number;
}

/**
 * Where a batch runs. `express` is for batches of few tokens: it may stand beside full `bulk` slots, and the operating
 * system lets it overtake them, so that a short text does not wait for a long batch to end.
 */
export type Lane = 'bulk' | 'express';

/** Runs batches. */
export interface Executor {
  /** Number of batches that can run at once in each lane. */
  readonly slots: Readonly<Record<Lane, number>>;
  /**
   * Runs a batch. At most `slots[lane]` may be running in a lane.
   *
   * @throws EngineError EXECUTOR_LOST when what computed it died (it is replaced), INTERNAL when it could not be computed;
   * of a remote server REMOTE_UNAVAILABLE, OVERLOADED, MODEL_MISSING.
   */
  run(batch: BatchInput, lane: Lane): Promise<BatchOutput>;
  /** Calls back whenever a slot is added: a replaced worker makes room for waiting work. */
  onSlot(callback: () => void): void;
  /** Waits for running batches and frees what runs them. */
  close(): Promise<void>;
}
