/** Whole results that can be given again. Types only. */

/** What a result is a result of. */
export interface ResultKey {
  /** SHA-256 of the script's bytes, lower-case hex. */
  readonly sourceSha256: string;
  /** Everything else it depends on: models and options. */
  readonly rest: string;
}

/** Keeps results by key within a bound of memory; forgets the ones used longest ago. */
export interface ResultCache<Result extends object> {
  get(key: ResultKey): Result | undefined;
  /** Keeps a result of about `bytes` in memory; one larger than the bound is not kept. */
  set(key: ResultKey, result: Result, bytes: number): void;
  /** Forgets every result of a script text. */
  forget(sourceSha256: string): void;
}
