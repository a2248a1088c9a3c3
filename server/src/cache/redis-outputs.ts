import { Redis, ReplyError } from 'ioredis';
import type { CacheEntry, OutputCache } from '../inference/output-cache.js';
import { Breaker } from './breaker.js';
import type { CacheLog } from './log.js';

/** How Redis is used. */
export interface RedisOutputsOptions {
  readonly url: string;
  /** How long values are kept, in seconds. */
  readonly ttlSeconds: number;
  readonly log: CacheLog;
}

/** Before every key: the database may be shared. */
const PREFIX = 'guionix:outputs:';

/** Keys asked for in one command: a long one would hold up other users of the database. */
const KEYS_PER_COMMAND = 256;

/** An answer that takes longer counts as none, in milliseconds. */
const ANSWER_MS = 50;

/** After this long no more keys of the same call are asked for, in milliseconds: computing them may be as fast. */
const CALL_MS = 250;

/** A connection on which nothing is answered for this long is given up, in milliseconds. */
const CONNECTION_MS = 1000;

/** Bytes on their way to Redis, at most: a slow one must not fill the memory. */
const MAX_UNSENT_BYTES = 16 * 1024 * 1024;

/**
 * An {@link OutputCache} in Redis. Nothing waits for a connection: while there is none, or Redis is slow or refuses, every
 * key is a miss at once, and one call after each wait of a {@link Breaker} tries again.
 */
export class RedisOutputs implements OutputCache {
  private readonly redis: Redis;
  private readonly reading: Breaker;
  private readonly writing: Breaker;
  private readonly ttlSeconds: number;
  private unsentBytes = 0;

  constructor({ url, ttlSeconds, log }: RedisOutputsOptions) {
    this.ttlSeconds = ttlSeconds;
    this.reading = new Breaker(now, {
      onFailing: (reason) => log.warn({ reason }, 'Redis does not answer: what it would know is computed'),
      onWorking: (failures) => log.info({ failures }, 'Redis answers again'),
    });
    this.writing = new Breaker(now, {
      onFailing: (reason) => log.warn({ reason }, 'Redis refuses what it is to keep'),
      onWorking: (failures) => log.info({ failures }, 'Redis keeps what it is given again'),
    });
    this.redis = createClient(url);
    this.redis.on('error', (error) => this.reading.failed(reasonOf(error)));
    // A connection that fails is an 'error' too, and is tried again.
    this.redis.connect().catch(() => undefined);
  }

  async getMany(keys: readonly string[]): Promise<(Uint8Array | undefined)[]> {
    const values: (Uint8Array | undefined)[] = keys.map(() => undefined);
    const end = now() + CALL_MS;
    for (let at = 0; at < keys.length && now() < end; at += KEYS_PER_COMMAND) {
      if (this.redis.status !== 'ready' || !this.reading.allows()) break;
      const found = await this.read(keys.slice(at, at + KEYS_PER_COMMAND));
      if (!found) break;
      values.splice(at, found.length, ...found);
    }
    return values;
  }

  set(entries: readonly CacheEntry[]): void {
    if (this.redis.status !== 'ready' || this.reading.isOpen) return;
    for (const entry of entries) void this.write(entry);
  }

  async forget(keys: readonly string[]): Promise<void> {
    for (let at = 0; at < keys.length && this.redis.status === 'ready'; at += KEYS_PER_COMMAND) {
      const names = keys.slice(at, at + KEYS_PER_COMMAND).map((key) => PREFIX + key);
      await this.redis.unlink(names).catch((error: unknown) => this.writing.failed(reasonOf(error)));
    }
  }

  /** Entries that are still on their way may be lost. */
  close(): void {
    this.redis.disconnect();
  }

  /** Values of the keys of one command; undefined when they did not come. */
  private async read(keys: readonly string[]): Promise<(Uint8Array | undefined)[] | undefined> {
    try {
      const values = await inTime(this.redis.mgetBuffer(keys.map((key) => PREFIX + key)));
      if (values === 'late') {
        this.reading.failed(values);
        return undefined;
      }
      this.reading.succeeded();
      // Copies: the client's are pieces of what came from the socket, and would keep all of it in memory.
      return values.map((value) => (value ? new Uint8Array(value) : undefined));
    } catch (error) {
      this.reading.failed(reasonOf(error));
      return undefined;
    }
  }

  private async write({ key, value }: CacheEntry): Promise<void> {
    if (this.unsentBytes + value.byteLength > MAX_UNSENT_BYTES || !this.writing.allows()) return;
    this.unsentBytes += value.byteLength;
    try {
      const bytes = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
      await this.redis.set(PREFIX + key, bytes, 'EX', this.ttlSeconds);
      this.writing.succeeded();
    } catch (error) {
      // Reading notices when the connection is lost.
      if (error instanceof ReplyError) this.writing.failed(reasonOf(error));
    } finally {
      this.unsentBytes -= value.byteLength;
    }
  }
}

function createClient(url: string): Redis {
  return new Redis(url, {
    lazyConnect: true,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    connectTimeout: CONNECTION_MS,
    socketTimeout: CONNECTION_MS,
    disconnectTimeout: CONNECTION_MS,
    retryStrategy: (attempt) => Math.min(attempt * 200, 5000),
  });
}

function now(): number {
  return performance.now();
}

/** What the work gives, or `late`. An answer that came while the event loop was busy is read before it is called late. */
function inTime<T>(work: Promise<T>): Promise<T | 'late'> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => setImmediate(resolve, 'late'), ANSWER_MS);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/** One word: a message may hold a key or an address. */
function reasonOf(error: unknown): string {
  const { code, message = '' } = error as Partial<NodeJS.ErrnoException>;
  return code ?? /^[A-Z]{3,}\b/.exec(message)?.[0] ?? 'connection lost';
}
