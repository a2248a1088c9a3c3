/** What the process of an engine used between two readings. */
export interface EngineUsage {
  /** CPU time of all its threads, user and system, in seconds. */
  readonly cpuSeconds: number;
  /** How late its event loop was, in milliseconds: a timer of 10 ms, the median and the 99th percentile of its delays. */
  readonly loopDelayMs: { readonly p50: number; readonly p99: number };
  /** Share of the time that its event loop was at work, 0..1. */
  readonly loopBusy: number;
}
