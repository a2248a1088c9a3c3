/** The segment cache over a Redis that is well, full, late, gone and back: a miss at worst, and never an error. */
import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type OpenCache, openCache } from '../src/cache/open-cache.js';
import type { CacheEntry } from '../src/inference/output-cache.js';
import { eventually, hasBinary, keepLog, NO_BINARY, RedisServer } from './cache-redis-server.js';

const SHARED = process.env['GUIONIX_TEST_REDIS_URL'] ?? 'redis://127.0.0.1:6379/9';
const NO_SERVER = 'needs a Redis server at 127.0.0.1:6379 (or GUIONIX_TEST_REDIS_URL)';

/** A Redis client that gives up at once. */
function connectTo(url: string): Redis {
  const redis = new Redis(url, { lazyConnect: true, retryStrategy: () => null, maxRetriesPerRequest: 0 });
  redis.on('error', () => undefined);
  return redis;
}

async function answers(url: string): Promise<boolean> {
  const redis = connectTo(url);
  try {
    await redis.connect();
    return true;
  } catch {
    return false;
  } finally {
    redis.disconnect();
  }
}

/** Entries with keys of their own. */
function newEntries(count: number, bytes = 16): CacheEntry[] {
  return Array.from({ length: count }, (_, i) => ({
    key: `test-${randomUUID()}`,
    value: new Uint8Array(bytes).fill(i + 1),
  }));
}

const keysOf = (entries: readonly CacheEntry[]) => entries.map(({ key }) => key);
const valuesOf = (entries: readonly CacheEntry[]) => entries.map(({ value }) => value);
const misses = (entries: readonly CacheEntry[]) => entries.map(() => undefined);

/** Sets entries again until all are found: the connection is made, and values sent, in the background. */
async function keepAll(cache: OpenCache, entries: readonly CacheEntry[]): Promise<void> {
  await eventually(async () => {
    cache.set(entries);
    expect(await cache.getMany(keysOf(entries))).toEqual(valuesOf(entries));
  });
}

const shared = await answers(SHARED);

describe.skipIf(!shared)(`outputs in Redis${shared ? '' : `: ${NO_SERVER}`}`, () => {
  const { log, lines } = keepLog();
  const entries = newEntries(600);
  let redis: Redis;
  let cache: OpenCache;
  const keys = () => entries.map(({ key }) => `guionix:outputs:${key}`);
  beforeAll(async () => {
    redis = connectTo(SHARED);
    await redis.connect();
    cache = openCache({ cacheMib: 0, redisUrl: SHARED, cacheTtlSeconds: 3600, log });
    await keepAll(cache, entries);
  });
  afterAll(async () => {
    await redis.del(...keys());
    redis.disconnect();
    await cache.close();
  });

  it('are found by another engine, in the order that it asks for', async () => {
    const other = openCache({ cacheMib: 0, redisUrl: SHARED, cacheTtlSeconds: 3600, log });
    const backwards = entries.toReversed();
    await eventually(async () => expect(await other.getMany(keysOf(backwards))).toEqual(valuesOf(backwards)));
    await other.close();
  });

  it('are misses where there are none, among others that are hits', async () => {
    const [found, absent] = [entries[0]!, newEntries(1)[0]!];
    expect(await cache.getMany([absent.key, found.key])).toEqual([undefined, found.value]);
  });

  it('have buffers of their own', async () => {
    const found = await cache.getMany(keysOf(entries));
    expect(found.every((value) => value!.buffer.byteLength === 16)).toBe(true);
  });

  it('end when their time is over', async () => {
    const [first] = keys();
    expect(await redis.ttl(first!)).toBeGreaterThan(3500);
    expect(await redis.ttl(first!)).toBeLessThanOrEqual(3600);
    const short = openCache({ cacheMib: 0, redisUrl: SHARED, cacheTtlSeconds: 1, log });
    const brief = newEntries(1);
    await keepAll(short, brief);
    await eventually(async () => expect(await short.getMany(keysOf(brief))).toEqual([undefined]));
    await short.close();
  });

  it('are misses where something else is at their key', async () => {
    const [entry] = newEntries(1);
    await redis.lpush(`guionix:outputs:${entry!.key}`, 'a list');
    expect(await cache.getMany([entry!.key, entries[1]!.key])).toEqual([undefined, entries[1]!.value]);
    await redis.del(`guionix:outputs:${entry!.key}`);
  });

  it('are in memory once they were found', async () => {
    const both = openCache({ cacheMib: 8, redisUrl: SHARED, cacheTtlSeconds: 3600, log });
    await eventually(async () => expect(await both.getMany(keysOf(entries))).toEqual(valuesOf(entries)));
    await both.close();
    expect(await both.getMany(keysOf(entries))).toEqual(valuesOf(entries));
  });

  it('are no matter for the log', () => {
    expect(lines).toEqual([]);
  });
});

const binary = hasBinary();

describe.skipIf(!binary)(`outputs in a Redis with faults${binary ? '' : `: ${NO_BINARY}`}`, () => {
  let server: RedisServer;
  let cache: OpenCache;
  let kept: ReturnType<typeof keepLog>;
  const open = (url: string, cacheMib = 0) =>
    openCache({ cacheMib, redisUrl: url, cacheTtlSeconds: 60, log: kept.log });
  const linesOf = (message: string) => kept.lines.filter((line) => line.message === message);
  beforeEach(() => {
    kept = keepLog();
  });
  afterEach(async () => {
    await cache.close();
    server.thaw();
    await server.kill();
  });

  it('that is not there: misses, one line in the log, and hits once it is', async () => {
    server = await RedisServer.start();
    await server.kill();
    cache = open(server.url);
    const entries = newEntries(3);
    await eventually(async () => expect(kept.lines).toHaveLength(1));
    for (let i = 0; i < 50; i++) {
      cache.set(entries);
      expect(await cache.getMany(keysOf(entries))).toEqual(misses(entries));
    }
    await server.restart();
    await keepAll(cache, entries);
    expect(kept.lines).toEqual([
      {
        level: 'warn',
        fields: { reason: 'ECONNREFUSED' },
        message: 'Redis does not answer: what it would know is computed',
      },
      { level: 'info', fields: { failures: expect.any(Number) }, message: 'Redis answers again' },
    ]);
  });

  it('that stands still: calls end while it does, nearly all without asking it, and it is used again after', async () => {
    server = await RedisServer.start();
    cache = open(server.url);
    const entries = newEntries(600);
    await keepAll(cache, entries);
    server.freeze();
    const atOnce = await Promise.all([1, 2, 3].map(() => cache.getMany(keysOf(entries))));
    expect(atOnce).toEqual([1, 2, 3].map(() => misses(entries)));
    for (let i = 0; i < 5000; i++) {
      cache.set(entries);
      expect(await cache.getMany([entries[0]!.key])).toEqual([undefined]);
    }
    expect(kept.lines.map(({ fields }) => fields)).toEqual([{ reason: 'late' }]);
    server.thaw();
    await keepAll(cache, entries);
    expect(kept.lines.map(({ level }) => level)).toEqual(['warn', 'info']);
  });

  it('that is killed and started again: misses between, then hits', async () => {
    server = await RedisServer.start();
    cache = open(server.url);
    const entries = newEntries(300);
    await keepAll(cache, entries);
    const under = cache.getMany(keysOf(entries));
    await server.kill();
    expect((await under).length).toBe(300);
    expect(await cache.getMany(keysOf(entries))).toEqual(misses(entries));
    await server.restart();
    await keepAll(cache, entries);
  });

  it('that is full: what it has is found, what it refuses is a miss until there is room', async () => {
    server = await RedisServer.start('--maxmemory', '3mb', '--maxmemory-policy', 'noeviction');
    cache = open(server.url);
    const before = newEntries(10);
    await keepAll(cache, before);
    const many = newEntries(4000, 1604);
    cache.set(many);
    await eventually(async () => expect(linesOf('Redis refuses what it is to keep')).toHaveLength(1));
    expect(linesOf('Redis refuses what it is to keep')[0]!.fields).toEqual({ reason: 'OOM' });
    expect(await cache.getMany(keysOf(before))).toEqual(valuesOf(before));
    const [last] = many.slice(-1);
    expect(await cache.getMany([last!.key])).toEqual([undefined]);
    expect(linesOf('Redis does not answer: what it would know is computed')).toEqual([]);
    await server.ask((redis) => redis.config('SET', 'maxmemory', '64mb'));
    await keepAll(cache, [last!]);
    expect(linesOf('Redis keeps what it is given again')).toHaveLength(1);
  });

  it('that wants a password: misses, and no word of the address in the log', async () => {
    server = await RedisServer.start();
    await server.ask((redis) => redis.config('SET', 'requirepass', 'right'));
    cache = open(server.url.replace('redis://', 'redis://user:wrong-secret@'));
    await eventually(async () => expect(kept.lines).toHaveLength(1));
    expect(await cache.getMany(['a'])).toEqual([undefined]);
    expect(kept.lines[0]!.fields).toEqual({ reason: 'WRONGPASS' });
    expect(JSON.stringify(kept.lines)).not.toMatch(/secret|127\.0/);
  });

  it('that is gone, with memory before it: memory goes on', async () => {
    server = await RedisServer.start();
    cache = open(server.url, 8);
    await server.kill();
    const entries = newEntries(100);
    cache.set(entries);
    expect(await cache.getMany(keysOf(entries))).toEqual(valuesOf(entries));
  });
});
