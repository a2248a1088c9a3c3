import { Kysely, PostgresDialect, sql } from 'kysely';
import type { Pool } from 'pg';
import type { AnalysisStore } from '../usecase/analysis-store.js';
import type { FeedbackStore } from '../usecase/feedback-store.js';
import type { InsightStore } from '../usecase/insight-store.js';
import type { JobQueue } from '../usecase/job-queue.js';
import type { JobStore } from '../usecase/job-store.js';
import type { ScriptStore } from '../usecase/script-store.js';
import type { SharedScripts } from '../usecase/shared-scripts.js';
import type { UserDataStore } from '../usecase/user-data-store.js';
import { EmbeddedEngine } from './embedded-engine.js';
import type { StorageLog } from './log.js';
import { migrate } from './migrate.js';
import { embeddedPool, type PoolUse, serverPool } from './pool.js';
import { SCHEMA, type Tables } from './schema.js';
import { SqlAnalysisStore } from './sql-analysis-store.js';
import { SqlFeedbackStore } from './sql-feedback-store.js';
import { SqlInsightStore } from './sql-insight-store.js';
import { SqlJobQueue } from './sql-job-queue.js';
import { SqlJobStore } from './sql-job-store.js';
import { SqlScriptStore } from './sql-script-store.js';
import { SqlSharedScripts } from './sql-shared-scripts.js';
import { SqlUserDataStore } from './sql-user-data-store.js';
import { withStorageErrors } from './storage-error.js';

/** Where to keep things. */
export interface StoreSettings {
  /** URL of a PostgreSQL server; left out: the embedded database at `dataDir`. */
  readonly databaseUrl?: string;
  /** Directory of the embedded database, created if need be; needed when there is no `databaseUrl`. */
  readonly dataDir?: string;
  /** Schema of the tables that the dashboard shares; `public` when left out. They need not be there. */
  readonly sharedSchema?: string;
  readonly log: StorageLog;
}

/** An open store. */
export interface Store {
  readonly scripts: ScriptStore;
  readonly shared: SharedScripts;
  readonly analyses: AnalysisStore;
  readonly jobs: JobStore;
  readonly queue: JobQueue;
  readonly feedback: FeedbackStore;
  readonly insights: InsightStore;
  readonly userData: UserDataStore;
  /** Resolves when the database answers; throws EngineError `STORAGE_UNAVAILABLE` when it does not. */
  check(): Promise<void>;
  /** Ends all connections once the calls under way are done. */
  close(): Promise<void>;
}

/**
 * Opens the store with its schema brought up to date. Replicas may open one PostgreSQL database at once; a data
 * directory is open in one process at a time.
 * @throws EngineError `STORAGE_UNAVAILABLE` when the database does not answer or the directory is in use.
 */
export async function openStore(settings: StoreSettings): Promise<Store> {
  const engine = settings.databaseUrl === undefined ? new EmbeddedEngine(settings.dataDir!, settings.log) : undefined;
  const connect = (use: PoolUse) =>
    engine ? embeddedPool(engine, settings.log) : serverPool(settings.databaseUrl!, settings.log, use);
  try {
    await withStorageErrors(() => migrateThrough(connect('migrating'), settings.log));
  } catch (error) {
    await engine?.close();
    throw error;
  }
  return new SqlStore(connect('serving'), engine, settings);
}

async function migrateThrough(pool: Pool, log: StorageLog): Promise<void> {
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  try {
    await migrate(db, log);
  } finally {
    await db.destroy();
  }
}

class SqlStore implements Store {
  readonly scripts: ScriptStore;
  readonly shared: SharedScripts;
  readonly analyses: AnalysisStore;
  readonly jobs: JobStore;
  readonly queue: JobQueue;
  readonly feedback: FeedbackStore;
  readonly insights: InsightStore;
  readonly userData: UserDataStore;
  private readonly db: Kysely<Tables>;

  constructor(
    pool: Pool,
    private readonly engine: EmbeddedEngine | undefined,
    { sharedSchema = 'public' }: StoreSettings,
  ) {
    this.db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
    const own = this.db.withSchema(SCHEMA);
    this.scripts = new SqlScriptStore(own);
    this.analyses = new SqlAnalysisStore(own);
    this.jobs = new SqlJobStore(own);
    this.queue = new SqlJobQueue(own);
    this.feedback = new SqlFeedbackStore(own);
    this.insights = new SqlInsightStore(own);
    this.userData = new SqlUserDataStore(own);
    this.shared = new SqlSharedScripts(own, sharedSchema, () => performance.now());
  }

  async check(): Promise<void> {
    await withStorageErrors(() => sql`select 1`.execute(this.db));
  }

  async close(): Promise<void> {
    await this.db.destroy();
    await this.engine?.close();
  }
}
