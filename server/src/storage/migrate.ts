import { type Kysely, Migrator } from 'kysely';
import type { StorageLog } from './log.js';
import { MIGRATIONS } from './migrations/index.js';
import { SCHEMA, type Tables } from './schema.js';

/** Brings the schema up to date. Replicas that start at once wait for one another on a database lock. */
export async function migrate(db: Kysely<Tables>, log: StorageLog): Promise<void> {
  const migrator = new Migrator({
    db: db.withSchema(SCHEMA),
    provider: { getMigrations: async () => ({ ...MIGRATIONS }) },
    migrationTableSchema: SCHEMA,
    migrationTableName: 'migrations',
    migrationLockTableName: 'migrations_lock',
  });
  const { error, results = [] } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
  for (const { migrationName } of results) log.info({ migration: migrationName }, 'schema migrated');
}
