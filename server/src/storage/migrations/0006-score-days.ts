import { type Kysely, sql } from 'kysely';

const scores = sql.table('ml_engine.analysis_scores');

/** Scores know their day, so that they are counted by it without a calculation over each. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table ${scores} add column day integer not null
    default floor(date_part('epoch', now()) / 86400)`.execute(db);
  await sql`update ${scores} set day = floor(date_part('epoch', created_at) / 86400)`.execute(db);
  await sql`create index scores_by_day on ${scores} (user_id, measure, day) include (value, created_at)`.execute(db);
  await sql`drop index ml_engine.scores_by_user`.execute(db);
}
