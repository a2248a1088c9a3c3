import { Redis } from 'ioredis';
import type { CacheEntry, OutputCache } from '../inference/output-cache.js';

/** How Redis is used. */
export interface RedisOptions {
  readonly url: string;
  /** How long values are kept, in seconds. */
  readonly ttlSeconds: number;
  /** Told when Redis stops answering and when it answers again. */
  readonly onState: (state: 'lost' | 'back') => void;
}

/** An {@link OutputCache} in Redis, and how to end it. */
export interface RedisOutputs extends OutputCache {
  close(): Promise<void>;
}

/** Before every key: the database may be shared. */
const PREFIX = 'guionix:outputs:';

/** Redis that has not answered by then is a miss, in milliseconds. */
const TIME_LIMIT_MS = 50;

/** After a failure Redis is left alone for this long, in milliseconds: a slow one must not slow every call. */
const REST_MS = 2000;

/** Keys asked for in one command: a long one would hold up other users of the database. */
const KEYS_PER_COMMAND = 256;

/** Values on their way to Redis, at most: a slow one must not fill the memory. */
const MAX_UNSENT = 4096;

/** Opens the cache without waiting for Redis: until it answers, every key is a miss. */
export function openRedisOutputs({ url, ttlSeconds, onState }: RedisOptions): RedisOutputs {
  const redis = new Redis(url, {
    lazyConnect: true,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    connectTimeout: 2000,
    commandTimeout: TIME_LIMIT_MS * 20,
    retryStrategy: (attempt) => Math.min(attempt * 100, 2000),
  });
  const health = new Health(onState);
  // A failed connection is tried again by the client; each is told here too, and is no fault of a call.
  redis.on('error', () => health.fail());
  redis.connect().catch(() => health.fail());
  let unsent = 0;

  const read = async (keys: readonly string[]): Promise<(Buffer | null)[]> => {
    const parts: Promise<(Buffer | null)[]>[] = [];
    for (let at = 0; at < keys.length; at += KEYS_PER_COMMAND) {
      parts.push(redis.mgetBuffer(...keys.slice(at, at + KEYS_PER_COMMAND).map((key) => PREFIX + key)));
    }
    return (await withinTime(Promise.all(parts))).flat();
  };

  const write = async (entries: readonly CacheEntry[]): Promise<void> => {
    const pipeline = redis.pipeline();
    for (const { key, value } of entries) pipeline.set(PREFIX + key, Buffer.from(value), 'EX', ttlSeconds);
    for (const [error] of (await pipeline.exec()) ?? []) if (error) throw error;
  };

  return {
    async getMany(keys) {
      const missed = keys.map(() => undefined);
      if (keys.length === 0 || !health.isUsable || redis.status !== 'ready') return missed;
      try {
        const values = await read(keys);
        health.succeed();
        return values.map((value) => value ?? undefined);
      } catch {
        health.fail();
        return missed;
      }
    },
    set(entries) {
      if (!health.isUsable || redis.status !== 'ready' || unsent + entries.length > MAX_UNSENT) return;
      unsent += entries.length;
      write(entries)
        .then(
          () => health.succeed(),
          () => health.fail(),
        )
        .finally(() => {
          unsent -= entries.length;
        });
    },
    async close() {
      redis.disconnect();
    },
  };
}

/** Whether Redis is worth asking, and who is told when that changes. */
class Health {
  private restUntil = 0;
  private lost = false;

  constructor(private readonly onState: (state: 'lost' | 'back') => void) {}

  get isUsable(): boolean {
    return performance.now() >= this.restUntil;
  }

  fail(): void {
    this.restUntil = performance.now() + REST_MS;
    if (!this.lost) this.onState('lost');
    this.lost = true;
  }

  succeed(): void {
    if (this.lost) this.onState('back');
    this.lost = false;
  }
}

function withinTime<T>(work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('too slow')), TIME_LIMIT_MS);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
