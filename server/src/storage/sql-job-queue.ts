import { type Kysely, type RawBuilder, sql, type Transaction } from 'kysely';
import type { JobFault, JobOptions } from '../domain/job.js';
import type { ScriptFormat } from '../domain/script.js';
import type { AnalysisInfo, Progress } from '../domain/sentiment.js';
import type { NewAnalysis } from '../usecase/analysis-store.js';
import type { Attempt, ClaimedItem, JobQueue } from '../usecase/job-queue.js';
import type { NewItem } from '../usecase/job-store.js';
import { packResult } from './result-codec.js';
import type { Tables } from './schema.js';
import { insertAnalysis } from './sql-analysis-store.js';
import { withStorageErrors } from './storage-error.js';

const jobs = sql.table('ml_engine.jobs');
const items = sql.table('ml_engine.job_items');
const scripts = sql.table('ml_engine.job_scripts');

interface ClaimedRow {
  readonly job_id: string;
  readonly position: number;
  readonly attempts: number;
  readonly script_id: string | null;
  readonly script_version: number | null;
  readonly path: string | null;
  readonly name: string;
  readonly user_id: string | null;
  readonly options: JobOptions;
  readonly format: ScriptFormat | null;
  readonly bytes: Uint8Array | null;
}

/**
 * The queue in the tables of the jobs. A worker holds an item by its name, the number of its attempt and a lease; whoever
 * comes too late finds one of them changed and changes nothing. Locks are taken in one order: item, then job.
 */
export class SqlJobQueue implements JobQueue {
  constructor(private readonly db: Kysely<Tables>) {}

  claim(worker: string, leaseMs: number): Promise<ClaimedItem | undefined> {
    return withStorageErrors(async () => {
      const { rows } = await claimStatement(worker, leaseMs).execute(this.db);
      return rows[0] && toClaimed(rows[0]);
    });
  }

  beat(worker: string, held: readonly (Attempt & { readonly progress?: Progress })[], leaseMs: number) {
    return withStorageErrors(async () => {
      const { rows } = await sql<{ job_id: string; position: number; attempts: number }>`
        update ${items} i set lease_until = clock_timestamp() + ${interval(leaseMs)},
          progress = coalesce(h.progress, i.progress),
          changed_at = case when h.progress is distinct from i.progress then clock_timestamp() else i.changed_at end
        from jsonb_to_recordset(${JSON.stringify(held)}::jsonb)
          as h ("jobId" text, "index" integer, attempt integer, progress jsonb)
        where i.job_id = h."jobId" and i.position = h.index and i.attempts = h.attempt
          and i.worker = ${worker} and i.state = 'running'
        returning i.job_id, i.position, i.attempts`.execute(this.db);
      return rows.map((row) => ({ jobId: row.job_id, index: row.position, attempt: row.attempts }));
    });
  }

  async succeed(worker: string, item: Attempt, result: NewAnalysis | { readonly analysisId: string }) {
    const packed = 'record' in result ? await packResult(result.result) : undefined;
    const analysisId = 'record' in result ? result.record.info.analysisId : result.analysisId;
    return withStorageErrors(() =>
      this.db.transaction().execute(async (transaction) => {
        const ended = await endItem(transaction, worker, item, sql`state = 'succeeded', analysis_id = ${analysisId}`);
        if (!ended) return false;
        if ('record' in result) await insertAnalysis(transaction, result, packed!);
        await countItem(transaction, item.jobId, 'items_succeeded');
        return true;
      }),
    );
  }

  async fail(worker: string, item: Attempt, fault: JobFault, state: 'failed' | 'parked'): Promise<void> {
    await withStorageErrors(() =>
      this.db.transaction().execute(async (transaction) => {
        const change = sql`state = ${state}, fault = ${JSON.stringify(fault)}::jsonb`;
        if (await endItem(transaction, worker, item, change)) await countItem(transaction, item.jobId, 'items_failed');
      }),
    );
  }

  async retry(worker: string, item: Attempt, delayMs: number, counts: boolean): Promise<void> {
    const attempts = counts ? sql`attempts` : sql`attempts - 1`;
    const change = sql`state = 'pending', attempts = ${attempts}, run_at = clock_timestamp() + ${interval(delayMs)}`;
    await withStorageErrors(() => endItem(this.db, worker, item, change));
  }

  recover(maxCrashes: number): Promise<number> {
    return withStorageErrors(async () => {
      const lost = sql`select job_id, position from ${items} where state = 'running' and lease_until < clock_timestamp()
        order by lease_until limit 100 for update skip locked`;
      const parked = await this.db.transaction().execute(async (transaction) => {
        const { rows } = await sql<{ job_id: string; state: string }>`
          update ${items} i set crashes = crashes + 1, worker = null, lease_until = null, changed_at = clock_timestamp(),
            state = case when crashes + 1 >= ${maxCrashes} then 'parked' else 'pending' end,
            run_at = clock_timestamp() + crashes * interval '1 second',
            fault = case when crashes + 1 >= ${maxCrashes} then ${WORKER_LOST}::jsonb end
          from (${lost}) l where i.job_id = l.job_id and i.position = l.position
          returning i.job_id, i.state`.execute(transaction);
        const ended = rows.filter(({ state }) => state === 'parked').map(({ job_id }) => job_id);
        for (const jobId of ended.sort()) await countItem(transaction, jobId, 'items_failed');
        return rows.length;
      });
      return parked;
    });
  }

  findSame(inputSha256: string, models: AnalysisInfo['models']): Promise<string | undefined> {
    return withStorageErrors(async () => {
      const query = this.db.selectFrom('analyses').select('id').where('input_sha256', '=', inputSha256);
      const same = sql<boolean>`models = ${JSON.stringify(models)}::jsonb`;
      return (await query.where(same).orderBy('created_at').limit(1).executeTakeFirst())?.id;
    });
  }
}

const WORKER_LOST = JSON.stringify({
  reason: 'WORKER_LOST',
  message: 'The process that worked on this ended each time it was tried.',
} satisfies JobFault);

function claimStatement(worker: string, leaseMs: number): RawBuilder<ClaimedRow> {
  const due = sql`i.state = 'pending' and i.run_at <= clock_timestamp()`;
  return sql<ClaimedRow>`
    with next as materialized (
      select id from ${jobs} j where state in ('pending', 'running')
        and exists (select 1 from ${items} i where i.job_id = j.id and ${due})
      order by served_at, id limit 1
    ), picked as materialized (
      select i.job_id, i.position from ${items} i join next on i.job_id = next.id
      where ${due} order by i.run_at, i.position limit 1 for update of i skip locked
    ), claimed as (
      update ${items} i set state = 'running', attempts = attempts + 1, worker = ${worker},
        lease_until = clock_timestamp() + ${interval(leaseMs)}, changed_at = clock_timestamp()
      from picked p where i.job_id = p.job_id and i.position = p.position
      returning i.*
    ), served as (
      update ${jobs} j set state = 'running', served_at = clock_timestamp(), started_at = coalesce(started_at, now())
      from claimed c where j.id = c.job_id and j.state in ('pending', 'running')
    )
    select c.job_id, c.position, c.attempts, c.script_id, c.script_version, c.path, c.name, j.user_id, j.options,
      s.format, s.bytes
    from claimed c join ${jobs} j on j.id = c.job_id
      left join ${scripts} s on s.job_id = c.job_id and s.position = c.position`;
}

/** Changes an item that is still this worker's and ends its lease; false when it is not. */
async function endItem(
  db: Kysely<Tables> | Transaction<Tables>,
  worker: string,
  { jobId, index, attempt }: Attempt,
  change: RawBuilder<unknown>,
): Promise<boolean> {
  const { rows } = await sql`
    update ${items} set ${change}, worker = null, lease_until = null, changed_at = clock_timestamp()
    where job_id = ${jobId} and position = ${index} and attempts = ${attempt} and worker = ${worker}
      and state = 'running' returning 1`.execute(db);
  return rows.length > 0;
}

/** Counts an item that ended; the last one ends its job. */
async function countItem(transaction: Transaction<Tables>, jobId: string, column: 'items_succeeded' | 'items_failed') {
  const isLast = sql`items_succeeded + items_failed + 1 = items_total`;
  await sql`
    update ${jobs} set ${sql.ref(column)} = ${sql.ref(column)} + 1,
      state = case when ${isLast} then 'succeeded' else state end,
      ended_at = case when ${isLast} then clock_timestamp() end
    where id = ${jobId}`.execute(transaction);
}

function interval(ms: number): RawBuilder<unknown> {
  return sql`${ms} * interval '1 millisecond'`;
}

function toClaimed(row: ClaimedRow): ClaimedItem {
  return {
    jobId: row.job_id,
    index: row.position,
    attempt: row.attempts,
    ...(row.user_id !== null && { userId: row.user_id }),
    options: row.options,
    source: toSource(row),
  };
}

function toSource({ script_id, script_version, path, bytes, format, name }: ClaimedRow): NewItem {
  if (script_id !== null) {
    return { type: 'stored', scriptId: script_id, ...(script_version !== null && { version: script_version }) };
  }
  if (path !== null) return { type: 'file', path };
  return {
    type: 'inline',
    script: { bytes: new Uint8Array(bytes!), ...(format && { format }), ...(name && { name }) },
  };
}
