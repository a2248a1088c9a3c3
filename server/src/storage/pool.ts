import { Pool, type PoolConfig } from 'pg';
import type { EmbeddedEngine } from './embedded-engine.js';
import { EmbeddedSocket } from './embedded-socket.js';
import type { StorageLog } from './log.js';

/** Name under which the engine's connections are seen in `pg_stat_activity`. */
const APPLICATION = 'guionix-ml-engine';

/** Statements end after 15 s on the server and 20 s here, so that a server that went silent is noticed. */
const SERVING = {
  max: 10,
  statement_timeout: 15_000,
  query_timeout: 20_000,
  idle_in_transaction_session_timeout: 30_000,
} satisfies PoolConfig;

/** A migration, or the wait for one that another replica runs, takes what it takes. */
const MIGRATING = { max: 1 } satisfies PoolConfig;

/** What the connections of a pool are for. */
export type PoolUse = 'serving' | 'migrating';

/** Connections to a PostgreSQL server; a broken one is replaced at the next call. */
export function serverPool(databaseUrl: string, log: StorageLog, use: PoolUse): Pool {
  return guarded(log, {
    connectionString: databaseUrl,
    application_name: APPLICATION,
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
    ...(use === 'serving' ? SERVING : MIGRATING),
  });
}

/** The one connection to the embedded database: it has a single session. */
export function embeddedPool(engine: EmbeddedEngine, log: StorageLog): Pool {
  return guarded(log, {
    stream: () => new EmbeddedSocket(engine),
    application_name: APPLICATION,
    user: 'postgres',
    database: 'postgres',
    ssl: false,
    max: 1,
    idleTimeoutMillis: 0,
    connectionTimeoutMillis: 60_000,
  });
}

/** An idle connection that breaks is dropped by the pool; without a listener its error would end the process. */
function guarded(log: StorageLog, config: PoolConfig): Pool {
  const pool = new Pool(config);
  pool.on('error', (error) => log.warn({ reason: error.message }, 'idle database connection lost'));
  return pool;
}
