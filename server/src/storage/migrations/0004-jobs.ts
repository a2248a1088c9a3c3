import { type Kysely, sql } from 'kysely';

/** Jobs, their items, and the scripts that came with them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const moment = sql`timestamptz(3)`;
  await db.schema
    .createTable('jobs')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('key', 'text', (column) => column.notNull().unique())
    .addColumn('digest', 'text', (column) => column.notNull())
    .addColumn('user_id', 'text')
    .addColumn('options', 'jsonb', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('items_total', 'integer', (column) => column.notNull())
    .addColumn('items_succeeded', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('items_failed', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('served_at', moment, (column) => column.notNull().defaultTo(sql`now()`))
    .addColumn('created_at', moment, (column) => column.notNull().defaultTo(sql`now()`))
    .addColumn('started_at', moment)
    .addColumn('ended_at', moment)
    .execute();
  await db.schema.createIndex('analyses_by_input').on('analyses').column('input_sha256').execute();
  await db.schema.createIndex('jobs_by_age').on('jobs').columns(['created_at', 'id']).execute();
  await db.schema
    .createIndex('jobs_by_user')
    .on('jobs')
    .columns(['user_id', 'created_at', 'id'])
    .where('user_id', 'is not', null)
    .execute();
  await sql`create index jobs_waiting on ${sql.table('ml_engine.jobs')} (served_at, id)
    where state in ('pending', 'running')`.execute(db);
  await db.schema
    .createTable('job_items')
    .addColumn('job_id', 'text', (column) => column.notNull().references('jobs.id').onDelete('cascade'))
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('script_id', 'text')
    .addColumn('script_version', 'integer')
    .addColumn('path', 'text')
    .addColumn('name', 'text', (column) => column.notNull().defaultTo(''))
    .addColumn('state', 'text', (column) => column.notNull().defaultTo('pending'))
    .addColumn('attempts', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('crashes', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('worker', 'text')
    .addColumn('lease_until', moment)
    .addColumn('run_at', moment, (column) => column.notNull().defaultTo(sql`now()`))
    .addColumn('analysis_id', 'text')
    .addColumn('fault', 'jsonb')
    .addColumn('progress', 'jsonb')
    .addColumn('changed_at', moment, (column) => column.notNull().defaultTo(sql`now()`))
    .addPrimaryKeyConstraint('job_items_pkey', ['job_id', 'position'])
    .execute();
  const items = sql.table('ml_engine.job_items');
  await sql`create index job_items_due on ${items} (job_id, run_at, position) where state = 'pending'`.execute(db);
  await sql`create index job_items_leased on ${items} (lease_until) where state = 'running'`.execute(db);
  await sql`create index job_items_changed on ${items} (job_id, changed_at)`.execute(db);
  await db.schema
    .createTable('job_scripts')
    .addColumn('job_id', 'text', (column) => column.notNull().references('jobs.id').onDelete('cascade'))
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('format', 'text')
    .addColumn('bytes', 'bytea', (column) => column.notNull())
    .addPrimaryKeyConstraint('job_scripts_pkey', ['job_id', 'position'])
    .execute();
}
