import type { CacheEntry, OutputCache } from '../inference/output-cache.js';

/**
 * Asks one cache after the other for what those before it did not have, and fills those with what it finds. Without any
 * cache every key is a miss.
 */
export function tierOutputs(tiers: readonly OutputCache[]): OutputCache {
  return {
    async getMany(keys) {
      const values: (Uint8Array | undefined)[] = keys.map(() => undefined);
      for (const [tier, cache] of tiers.entries()) {
        const hits = await findMissing(cache, keys, values);
        for (const before of tiers.slice(0, tier)) before.set(hits);
      }
      return values;
    },
    set(entries) {
      for (const cache of tiers) cache.set(entries);
    },
    async forget(keys) {
      for (const cache of tiers) await cache.forget(keys);
    },
  };
}

/** Puts what a cache has of the values that are missing in their places; these hits. */
async function findMissing(
  cache: OutputCache,
  keys: readonly string[],
  values: (Uint8Array | undefined)[],
): Promise<CacheEntry[]> {
  const missing = [...keys.keys()].filter((i) => values[i] === undefined);
  if (missing.length === 0) return [];
  const found = await cache.getMany(missing.map((i) => keys[i]!));
  return missing.flatMap((i, at) => {
    const value = found[at];
    if (value === undefined) return [];
    values[i] = value;
    return [{ key: keys[i]!, value }];
  });
}
