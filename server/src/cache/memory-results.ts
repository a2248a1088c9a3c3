import { LRUCache } from 'lru-cache';
import type { ResultCache } from '../usecase/result-cache.js';

/** A {@link ResultCache} in the memory of the process, of at most `maxMiB`; 0 keeps nothing. */
export function createMemoryResults<Result extends object>(maxMiB: number): ResultCache<Result> {
  if (maxMiB === 0) return { get: () => undefined, set: () => undefined };
  const results = new LRUCache<string, Result>({ maxSize: maxMiB * 1024 * 1024 });
  return {
    get: (key) => results.get(key),
    set: (key, result, bytes) => void results.set(key, result, { size: Math.max(1, Math.ceil(bytes)) }),
  };
}
