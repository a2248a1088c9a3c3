import type { OutputCache } from '../inference/output-cache.js';
import { createMemoryOutputs } from './memory-outputs.js';
import { openRedisOutputs, type RedisOutputs } from './redis-outputs.js';
import { tierOutputs } from './tiered-outputs.js';

/** What the cache needs of the log. */
export interface CacheLog {
  info(message: string): void;
  warn(message: string): void;
}

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

/** Opens the segment cache: memory first, Redis behind it where one is configured. */
export function openCache({ cacheMib, redisUrl, cacheTtlSeconds, log }: CacheSettings): OpenCache {
  const memory = cacheMib > 0 ? [createMemoryOutputs(cacheMib)] : [];
  const redis = redisUrl === undefined ? undefined : openRedis(redisUrl, cacheTtlSeconds, log);
  const { getMany, set } = tierOutputs(redis ? [...memory, redis] : memory);
  return { getMany, set, close: async () => redis?.close() };
}

function openRedis(url: string, ttlSeconds: number, log: CacheLog): RedisOutputs {
  const onState = (state: 'lost' | 'back') => {
    if (state === 'lost') log.warn('Redis does not answer: what it would know is computed');
    else log.info('Redis answers again');
  };
  return openRedisOutputs({ url, ttlSeconds, onState });
}
