/** Whole results that can be given again. Types only. */

/** Keeps results by key within a bound of memory; forgets the ones used longest ago. */
export interface ResultCache<Result extends object> {
  get(key: string): Result | undefined;
  /** Keeps a result of about `bytes` in memory; one larger than the bound is not kept. */
  set(key: string, result: Result, bytes: number): void;
}
