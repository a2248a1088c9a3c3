import { type Kysely, sql } from 'kysely';

/** Scripts and their versions. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('scripts')
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('owner_id', 'text')
    .addColumn('title', 'text')
    .addColumn('format', 'text')
    .addColumn('bytes', 'bytea', (column) => column.notNull())
    .addColumn('sha256', 'text', (column) => column.notNull())
    .addColumn('created_at', sql`timestamptz(3)`, (column) => column.notNull().defaultTo(sql`now()`))
    .addColumn('updated_at', sql`timestamptz(3)`, (column) => column.notNull().defaultTo(sql`now()`))
    .addPrimaryKeyConstraint('scripts_pkey', ['id', 'version'])
    .execute();
  // Kept uncompressed, so that a piece of a large script is read without the rest.
  await sql`alter table ${sql.table('ml_engine.scripts')} alter column bytes set storage external`.execute(db);
  await db.schema.createIndex('scripts_by_age').on('scripts').columns(['created_at', 'id']).execute();
  await db.schema.createIndex('scripts_by_owner').on('scripts').columns(['owner_id', 'created_at', 'id']).execute();
}
