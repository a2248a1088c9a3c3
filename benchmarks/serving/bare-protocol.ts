/** What the measuring process and the bare one say to each other. Types only. */
import type { Manifest } from '../../server/src/inference/manifest.js';

/** What the bare process is started with. */
export interface BareOptions {
  readonly manifest: Manifest;
  readonly graphFile: string;
  readonly tokenizerFile: string;
  /** Number of threads, each with a session of one thread. */
  readonly workers: number;
}

/** To the bare process. */
export type ToBare =
  | { readonly type: 'open'; readonly options: BareOptions }
  /** Texts and rows that the next runs are over. */
  | { readonly type: 'load'; readonly texts: readonly string[]; readonly rows: readonly Int32Array[] }
  /** Runs the rows, sorted by length, in batches of at most so many tokens, padding included. */
  | { readonly type: 'run'; readonly tokenBudget: number }
  | { readonly type: 'tokenize' };

/** What one run took. */
export interface BareUsage {
  /** CPU time of the process, in seconds. */
  readonly cpuSeconds: number;
  /** Time that passed, in seconds. */
  readonly seconds: number;
}
