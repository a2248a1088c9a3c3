import { type Kysely, sql } from 'kysely';

/** Analyses and the scores of them that are counted. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('analyses')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('user_id', 'text')
    .addColumn('script_id', 'text')
    .addColumn('script_version', 'integer')
    .addColumn('title', 'text')
    .addColumn('genre', 'text')
    .addColumn('language', 'text', (column) => column.notNull())
    .addColumn('models', 'jsonb', (column) => column.notNull())
    .addColumn('timing', 'jsonb', (column) => column.notNull())
    .addColumn('segments', 'integer', (column) => column.notNull())
    .addColumn('cached_segments', 'integer', (column) => column.notNull())
    .addColumn('input_sha256', 'text', (column) => column.notNull())
    .addColumn('source_sha256', 'text', (column) => column.notNull())
    .addColumn('result', 'bytea', (column) => column.notNull())
    .addColumn('created_at', sql`timestamptz(3)`, (column) => column.notNull().defaultTo(sql`now()`))
    .execute();
  // Compressed already; out of the rows, so that lists and counts read little.
  await sql`alter table ${sql.table('ml_engine.analyses')} alter column result set storage external`.execute(db);
  await db.schema.createIndex('analyses_by_age').on('analyses').columns(['created_at', 'id']).execute();
  for (const owner of ['user_id', 'script_id']) {
    await db.schema
      .createIndex(`analyses_by_${owner.replace('_id', '')}`)
      .on('analyses')
      .columns([owner, 'created_at', 'id'])
      .where(owner, 'is not', null)
      .execute();
  }
  await db.schema
    .createTable('analysis_scores')
    .addColumn('user_id', 'text', (column) => column.notNull())
    .addColumn('measure', 'text', (column) => column.notNull())
    .addColumn('created_at', sql`timestamptz(3)`, (column) => column.notNull())
    .addColumn('value', 'double precision', (column) => column.notNull())
    .addColumn('analysis_id', 'text', (column) => column.notNull().references('analyses.id').onDelete('cascade'))
    .addPrimaryKeyConstraint('analysis_scores_pkey', ['analysis_id', 'measure'])
    .execute();
  await sql`create index scores_by_user on ${sql.table('ml_engine.analysis_scores')}
    (user_id, measure, created_at) include (value)`.execute(db);
}
