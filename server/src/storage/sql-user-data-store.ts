import { type Kysely, sql, type Transaction } from 'kysely';
import type { DeletedCounts, UserDataStore, UserHoldings } from '../usecase/user-data-store.js';
import type { Tables } from './schema.js';
import { withStorageErrors } from './storage-error.js';

/** Rows deleted by one statement when their time is over: short locks, and a log that can be cut in between. */
const ROWS_PER_DELETE = 1000;

/** What is kept of a user, over all tables. */
export class SqlUserDataStore implements UserDataStore {
  constructor(private readonly db: Kysely<Tables>) {}

  holdings(userId: string): Promise<UserHoldings> {
    return withStorageErrors(async () => {
      const scripts = this.db.selectFrom('scripts').select(['id', 'version', 'sha256']).where('owner_id', '=', userId);
      const analyses = this.db.selectFrom('analyses').select('id').where('user_id', '=', userId);
      const jobs = this.db.selectFrom('jobs').select('id').where('user_id', '=', userId);
      return {
        scripts: await scripts.orderBy('updated_at').orderBy('id').orderBy('version').execute(),
        analyses: (await analyses.orderBy('created_at').orderBy('id').execute()).map(({ id }) => id),
        jobs: (await jobs.orderBy('created_at').orderBy('id').execute()).map(({ id }) => id),
      };
    });
  }

  delete(userId: string): Promise<DeletedCounts> {
    return withStorageErrors(() =>
      this.db.transaction().execute(async (transaction) => {
        // Jobs first: an item that is being worked on is no longer its worker's, and keeps no result.
        const jobs = await deleteJobs(transaction, userId);
        const scripts = await transaction
          .deleteFrom('scripts')
          .where('owner_id', '=', userId)
          .returning('id')
          .execute();
        const ids = [...new Set(scripts.map(({ id }) => id))];
        const ofScripts = sql<boolean>`script_id = any(${ids})`;
        const saidOf = sql<boolean>`analysis_id in (select id from ${sql.table('ml_engine.analyses')}
          where user_id = ${userId} or ${ofScripts})`;
        const feedback = await transaction
          .deleteFrom('feedback')
          .where(({ eb, or }) => or([eb('user_id', '=', userId), saidOf]))
          .executeTakeFirstOrThrow();
        const analyses = await transaction
          .deleteFrom('analyses')
          .where(({ eb, or }) => or([eb('user_id', '=', userId), ofScripts]))
          .executeTakeFirstOrThrow();
        return {
          scripts: ids.length,
          analyses: Number(analyses.numDeletedRows),
          feedback: Number(feedback.numDeletedRows),
          jobs,
        };
      }),
    );
  }

  prune({ analyses, jobs }: { readonly analyses?: Date; readonly jobs?: Date }) {
    return withStorageErrors(async () => ({
      analyses: analyses ? await this.deleteBefore('analyses', sql`created_at < ${analyses}`) : 0,
      jobs: jobs ? await this.deleteBefore('jobs', sql`ended_at < ${jobs}`) : 0,
    }));
  }

  private async deleteBefore(name: 'analyses' | 'jobs', condition: ReturnType<typeof sql>): Promise<number> {
    const table = sql.table(`ml_engine.${name}`);
    for (let total = 0; ; ) {
      const { rows } = await sql`delete from ${table} where id in
        (select id from ${table} where ${condition} limit ${sql.lit(ROWS_PER_DELETE)}) returning 1`.execute(this.db);
      total += rows.length;
      if (rows.length < ROWS_PER_DELETE) return total;
    }
  }
}

/** Items before their jobs, as everybody locks them. */
async function deleteJobs(transaction: Transaction<Tables>, userId: string): Promise<number> {
  await transaction
    .deleteFrom('job_items')
    .where('job_id', 'in', ({ selectFrom }) => selectFrom('jobs').select('id').where('user_id', '=', userId))
    .execute();
  const deleted = await transaction.deleteFrom('jobs').where('user_id', '=', userId).executeTakeFirstOrThrow();
  return Number(deleted.numDeletedRows);
}
