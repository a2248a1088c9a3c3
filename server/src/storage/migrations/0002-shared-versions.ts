import { type Kysely, sql } from 'kysely';

/** Which texts the scripts of the shared database had: their hashes, never the texts. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('shared_versions')
    .addColumn('script_id', 'text', (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('sha256', 'text', (column) => column.notNull())
    .addColumn('seen_at', sql`timestamptz(3)`, (column) => column.notNull().defaultTo(sql`now()`))
    .addPrimaryKeyConstraint('shared_versions_pkey', ['script_id', 'version'])
    .execute();
}
