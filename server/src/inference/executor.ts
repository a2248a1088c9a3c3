/** The executor port: runs one batch at a time per slot. Adapters: worker threads. Types only. */

/** Token ids of the rows of a batch. */
export type BatchInput = readonly Int32Array[];

/** Raw outputs of a batch: for each output name, `rows × width` values, row after row. */
export interface BatchOutput {
  readonly tensors: Readonly<Record<string, Float32Array>>;
  /** Time spent computing, in milliseconds. */
  readonly computeMs: number;
}

/** Runs batches. */
export interface Executor {
  /** Number of batches that can run at once. */
  readonly slots: number;
  /**
   * Runs a batch. At most `slots` may be running.
   *
   * @throws EngineError EXECUTOR_LOST when the worker died; the executor replaces it.
   */
  run(batch: BatchInput): Promise<BatchOutput>;
  /** Calls back whenever a slot is added: a replaced worker makes room for waiting work. */
  onSlot(callback: () => void): void;
  /** Waits for running batches and frees the workers. */
  close(): Promise<void>;
}
