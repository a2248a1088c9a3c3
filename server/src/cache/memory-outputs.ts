import { LRUCache } from 'lru-cache';
import type { OutputCache } from '../inference/output-cache.js';

/**
 * What an entry costs beside its value and the characters of its key, in bytes: the objects that hold them. 300 of heap were
 * measured with 20,000 entries of 1,604 bytes on Node 20.
 */
const OVERHEAD_BYTES = 300;

/** An {@link OutputCache} in the memory of the process, of at most `maxMiB` (from 1); forgets what was used longest ago. */
export function createMemoryOutputs(maxMiB: number): OutputCache {
  const values = new LRUCache<string, Uint8Array>({
    maxSize: maxMiB * 1024 * 1024,
    sizeCalculation: (value, key) => value.byteLength + key.length + OVERHEAD_BYTES,
  });
  return {
    getMany: async (keys) => keys.map((key) => values.get(key)),
    set(entries) {
      for (const { key, value } of entries) values.set(key, ownBytes(value));
    },
    async forget(keys) {
      for (const key of keys) values.delete(key);
    },
  };
}

/** A piece of a larger buffer would keep all of it in memory, beyond the bound. */
function ownBytes(value: Uint8Array): Uint8Array {
  return value.byteLength === value.buffer.byteLength ? value : new Uint8Array(value);
}
