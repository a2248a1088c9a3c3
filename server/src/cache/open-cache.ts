import type { OutputCache } from '../inference/output-cache.js';
import type { CacheLog } from './log.js';
import { createMemoryOutputs } from './memory-outputs.js';
import { RedisOutputs } from './redis-outputs.js';
import { tierOutputs } from './tiered-outputs.js';

/** Settings of the cache; names and units are those of the settings. */
export interface CacheSettings {
  readonly cacheMib: number;
  readonly redisUrl?: string | undefined;
  readonly cacheTtlSeconds: number;
  readonly log: CacheLog;
}

/** The segment cache, and how to end it. */
export interface OpenCache extends OutputCache {
  close(): Promise<void>;
}

/** Opens the segment cache: memory first, Redis behind it where one is configured. Nothing waits for Redis. */
export function openCache({ cacheMib, redisUrl, cacheTtlSeconds, log }: CacheSettings): OpenCache {
  const memory = cacheMib > 0 ? [createMemoryOutputs(cacheMib)] : [];
  const redis = redisUrl ? [new RedisOutputs({ url: redisUrl, ttlSeconds: cacheTtlSeconds, log })] : [];
  const { getMany, set, forget } = tierOutputs([...memory, ...redis]);
  return {
    getMany,
    set,
    forget,
    async close() {
      for (const tier of redis) tier.close();
    },
  };
}
