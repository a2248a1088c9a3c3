import { type Kysely, sql } from 'kysely';

/** What people say of analyses. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('feedback')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('analysis_id', 'text', (column) => column.notNull().references('analyses.id').onDelete('cascade'))
    .addColumn('user_id', 'text')
    .addColumn('accuracy', 'real')
    .addColumn('usefulness', 'real')
    .addColumn('comments', 'text', (column) => column.notNull())
    .addColumn('corrections', 'jsonb', (column) => column.notNull())
    .addColumn('models', 'jsonb', (column) => column.notNull())
    .addColumn('created_at', sql`timestamptz(3)`, (column) => column.notNull().defaultTo(sql`now()`))
    .execute();
  const feedback = sql.table('ml_engine.feedback');
  await sql`create unique index feedback_of_user on ${feedback} (user_id, analysis_id) where user_id is not null`.execute(
    db,
  );
  await db.schema
    .createIndex('feedback_by_analysis')
    .on('feedback')
    .columns(['analysis_id', 'created_at', 'id'])
    .execute();
  await db.schema.createIndex('feedback_by_age').on('feedback').columns(['created_at', 'id']).execute();
}
