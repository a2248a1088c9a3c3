import { LRUCache } from 'lru-cache';
import type { ResultCache, ResultKey } from '../usecase/result-cache.js';

/** A result that another replica's caller had deleted is gone from here after this long. */
const TTL_MS = 60 * 60 * 1000;

/** A {@link ResultCache} in the memory of the process, of at most `maxMiB`; 0 keeps nothing. Results last an hour. */
export function createMemoryResults<Result extends object>(maxMiB: number): ResultCache<Result> {
  if (maxMiB === 0) return { get: () => undefined, set: () => undefined, forget: () => undefined };
  const results = new LRUCache<string, Result>({ maxSize: maxMiB * 1024 * 1024, ttl: TTL_MS });
  return {
    get: (key) => results.get(toText(key)),
    set: (key, result, bytes) => void results.set(toText(key), result, { size: Math.max(1, Math.ceil(bytes)) }),
    forget: (sourceSha256) => {
      for (const key of [...results.keys()]) if (key.startsWith(sourceSha256)) results.delete(key);
    },
  };
}

function toText({ sourceSha256, rest }: ResultKey): string {
  return `${sourceSha256} ${rest}`;
}
