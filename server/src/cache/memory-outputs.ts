import { LRUCache } from 'lru-cache';
import type { OutputCache } from '../inference/output-cache.js';

/** What an entry costs beside its key and value: the objects that hold it, about. */
const OVERHEAD_BYTES = 300;

/** An {@link OutputCache} in the memory of the process, of at most `maxMiB` (from 1). */
export function createMemoryOutputs(maxMiB: number): OutputCache {
  const values = new LRUCache<string, Uint8Array>({
    maxSize: maxMiB * 1024 * 1024,
    sizeCalculation: (value, key) => value.byteLength + key.length + OVERHEAD_BYTES,
  });
  return {
    getMany: async (keys) => keys.map((key) => values.get(key)),
    set(entries) {
      for (const { key, value } of entries) values.set(key, value);
    },
  };
}
