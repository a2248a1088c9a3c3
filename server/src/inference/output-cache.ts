/** The output cache port: outputs of texts that were computed before, as bytes. Adapters: `cache/`. Types only. */

/** Bytes to be found again. */
export interface CacheEntry {
  readonly key: string;
  /** In a buffer of its own; not written to from then on. */
  readonly value: Uint8Array;
}

/** Keeps bytes by key and may forget any of them. It never fails: what cannot be found or kept in time is a miss. */
export interface OutputCache {
  /** Values by key, in order; undefined for a miss. Shared: not to be written to. Never rejects. */
  getMany(keys: readonly string[]): Promise<readonly (Uint8Array | undefined)[]>;
  /** Keeps entries, now or a little later. Never throws. */
  set(entries: readonly CacheEntry[]): void;
  /** Forgets keys. Never rejects: what cannot be reached forgets by itself, when its time is over. */
  forget(keys: readonly string[]): Promise<void>;
}
