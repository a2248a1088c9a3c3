import { type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import { EngineError } from '../domain/errors.js';
import type { Job, JobItem } from '../domain/job.js';
import type { JobChanges, JobItemQuery, JobQuery, JobStore, NewItem, NewJob } from '../usecase/job-store.js';
import { checkPageSize } from './page.js';
import { createdEnd, cutPage, fromPageToken, type PageEnd } from './page-token.js';
import type { JobItemRow, JobRow, Tables } from './schema.js';
import { withStorageErrors } from './storage-error.js';

/** Jobs that may wait or run at once; each costs the choice of the next item a little. */
const MAX_WAITING = 10_000;

/** Milliseconds after which one of so many jobs has usually ended. */
const RETRY_AFTER_MS = 30_000;

/** Rows inserted by one statement. */
const ROWS_PER_INSERT = 1000;

/** Bytes of scripts inserted by one statement. */
const BYTES_PER_INSERT = 4 << 20;

/** Most changed items that are told at once. */
const CHANGES = 1000;

/** Jobs in the tables `jobs`, `job_items` and `job_scripts`. */
export class SqlJobStore implements JobStore {
  constructor(private readonly db: Kysely<Tables>) {}

  submit(job: NewJob): Promise<Job> {
    return withStorageErrors(async () => {
      const known = await this.findByKey(job);
      if (known) return known;
      await this.requireRoom();
      const row = await this.db.transaction().execute((transaction) => insertJob(transaction, job));
      return row ? toJob(row) : (await this.findByKey(job))!;
    });
  }

  get(id: string): Promise<Job | undefined> {
    return withStorageErrors(async () => {
      const row = await this.db.selectFrom('jobs').selectAll().where('id', '=', id).executeTakeFirst();
      return row && toJob(row);
    });
  }

  list({ userId, state, pageSize, pageToken }: JobQuery) {
    return withStorageErrors(async () => {
      checkPageSize(pageSize);
      const conditions = ['jobs', userId, state];
      const after = pageToken === undefined ? undefined : fromPageToken(pageToken, conditions);
      let query = this.db.selectFrom('jobs').selectAll();
      if (userId !== undefined) query = query.where('user_id', '=', userId);
      if (state !== undefined) query = query.where('state', '=', state);
      if (after !== undefined) {
        query = query.where(({ eb, refTuple, tuple }) =>
          eb(refTuple('created_at', 'id'), '<', tuple(after.createdAt, after.id)),
        );
      }
      const ordered = query.orderBy('created_at', 'desc').orderBy('id', 'desc');
      const rows = await ordered.limit(pageSize + 1).execute();
      const { page, next } = cutPage(rows, pageSize, conditions, createdEnd);
      return { jobs: page.map(toJob), ...next };
    });
  }

  listItems({ jobId, state, pageSize, pageToken }: JobItemQuery) {
    return withStorageErrors(async () => {
      checkPageSize(pageSize);
      const conditions = ['items', jobId, state];
      const after = pageToken === undefined ? undefined : fromPageToken(pageToken, conditions);
      let query = this.db.selectFrom('job_items').selectAll().where('job_id', '=', jobId);
      if (state !== undefined) query = query.where('state', '=', state);
      if (after !== undefined) query = query.where('position', '>', Number(after.id));
      const rows = await query
        .orderBy('position')
        .limit(pageSize + 1)
        .execute();
      const { page, next } = cutPage(rows, pageSize, conditions, positionEnd);
      return { items: page.map(toItem), ...next };
    });
  }

  changes(id: string, since?: Date): Promise<JobChanges | undefined> {
    return withStorageErrors(async () => {
      // The items first: a job that is then seen to have ended has no changes that were missed.
      const rows = since ? await this.changedItems(id, since) : [];
      const now = sql<Date>`clock_timestamp()`.as('now');
      const row = await this.db.selectFrom('jobs').selectAll().select(now).where('id', '=', id).executeTakeFirst();
      if (row === undefined) return undefined;
      const late = since && row.ended_at ? await this.changedItems(id, since) : rows;
      const items = late.map((item) => ({ ...toItem(item), changedAt: item.changed_at }));
      return { job: toJob(row), items, complete: items.length < CHANGES, now: row.now };
    });
  }

  cancel(id: string): Promise<Job | undefined> {
    return withStorageErrors(async () => {
      await this.db.transaction().execute(async (transaction) => {
        const now = sql<Date>`clock_timestamp()`;
        // Items before their job, as everybody locks them.
        await transaction
          .updateTable('job_items')
          .set({ state: 'cancelled', worker: null, lease_until: null, changed_at: now })
          .where('job_id', '=', id)
          .where('state', 'in', ['pending', 'running'])
          .execute();
        await transaction
          .updateTable('jobs')
          .set({ state: 'cancelled', ended_at: now })
          .where('id', '=', id)
          .where('state', 'in', ['pending', 'running'])
          .execute();
      });
      return this.get(id);
    });
  }

  private changedItems(id: string, since: Date): Promise<Selectable<JobItemRow>[]> {
    const query = this.db.selectFrom('job_items').selectAll().where('job_id', '=', id);
    return query.where('changed_at', '>=', since).orderBy('changed_at').limit(CHANGES).execute();
  }

  private async findByKey({ key, digest }: NewJob): Promise<Job | undefined> {
    const row = await this.db.selectFrom('jobs').selectAll().where('key', '=', key).executeTakeFirst();
    if (row !== undefined && row.digest !== digest) throw keyOfAnother();
    return row && toJob(row);
  }

  private async requireRoom(): Promise<void> {
    const waiting = this.db.selectFrom('jobs').select('id').where('state', 'in', ['pending', 'running']);
    const rows = await waiting.limit(MAX_WAITING).execute();
    if (rows.length < MAX_WAITING) return;
    throw new EngineError('OVERLOADED', `${MAX_WAITING} jobs wait already; submit this one later.`, {
      retryAfterMs: RETRY_AFTER_MS,
    });
  }
}

function keyOfAnother(): EngineError {
  const description = 'This key was used with another job. Use a new key, or send the same job.';
  return new EngineError('FIELD_INVALID', undefined, { violations: [{ field: 'idempotency_key', description }] });
}

/** Undefined when a job with the same key came first. */
async function insertJob(transaction: Transaction<Tables>, job: NewJob): Promise<Selectable<JobRow> | undefined> {
  const { id, key, digest, userId, options, items } = job;
  const total = 'ownerId' in items ? await countScripts(transaction, items.ownerId) : items.length;
  const ended =
    total === 0 ? { state: 'succeeded' as const, ended_at: sql<Date>`now()` } : { state: 'pending' as const };
  const row = await transaction
    .insertInto('jobs')
    .values({
      id,
      key,
      digest,
      user_id: userId ?? null,
      options: JSON.stringify(options),
      items_total: total,
      ...ended,
    })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .returningAll()
    .executeTakeFirst();
  if (row === undefined) return undefined;
  if ('ownerId' in items) return insertScriptsOf(transaction, row, items.ownerId);
  for (let at = 0; at < items.length; at += ROWS_PER_INSERT) {
    await transaction
      .insertInto('job_items')
      .values(itemRows(id, items, at))
      .execute();
  }
  await insertScripts(transaction, id, items);
  return row;
}

async function countScripts(transaction: Transaction<Tables>, ownerId: string): Promise<number> {
  // What is counted must be what is inserted: nobody puts or deletes scripts of the table meanwhile unseen.
  await sql`set transaction isolation level repeatable read`.execute(transaction);
  const query = transaction.selectFrom('scripts').select(({ fn }) => fn.count<string>('id').distinct().as('count'));
  return Number((await query.where('owner_id', '=', ownerId).executeTakeFirstOrThrow()).count);
}

async function insertScriptsOf(transaction: Transaction<Tables>, row: Selectable<JobRow>, ownerId: string) {
  await sql`insert into ${sql.table('ml_engine.job_items')} (job_id, position, script_id, name)
    select ${row.id}, row_number() over (order by created_at, id) - 1, id, coalesce(title, '')
    from (select distinct on (id) id, title, created_at from ${sql.table('ml_engine.scripts')}
      where owner_id = ${ownerId} order by id, version desc) s`.execute(transaction);
  return row;
}

function itemRows(jobId: string, items: readonly NewItem[], first: number) {
  return items.slice(first, first + ROWS_PER_INSERT).map((item, i) => ({
    job_id: jobId,
    position: first + i,
    script_id: item.type === 'stored' ? item.scriptId : null,
    script_version: item.type === 'stored' ? (item.version ?? null) : null,
    path: item.type === 'file' ? item.path : null,
    name: nameOf(item),
  }));
}

function nameOf(item: NewItem): string {
  if (item.type === 'file') return item.path;
  return item.type === 'inline' ? (item.script.name ?? '') : '';
}

async function insertScripts(transaction: Transaction<Tables>, jobId: string, items: readonly NewItem[]) {
  let rows: { job_id: string; position: number; format: JobScriptFormat; bytes: Uint8Array }[] = [];
  let size = 0;
  const flush = async () => {
    if (rows.length > 0) await transaction.insertInto('job_scripts').values(rows).execute();
    rows = [];
    size = 0;
  };
  for (const [position, item] of items.entries()) {
    if (item.type !== 'inline') continue;
    const { bytes, format } = item.script;
    rows.push({ job_id: jobId, position, format: format ?? null, bytes });
    size += bytes.length;
    if (size > BYTES_PER_INSERT) await flush();
  }
  await flush();
}

type JobScriptFormat = Selectable<Tables['job_scripts']>['format'];

function toJob(row: Selectable<JobRow>): Job {
  return {
    id: row.id,
    key: row.key,
    ...(row.user_id !== null && { userId: row.user_id }),
    state: row.state,
    itemsTotal: row.items_total,
    itemsSucceeded: row.items_succeeded,
    itemsFailed: row.items_failed,
    createdAt: row.created_at,
    ...(row.started_at && { startedAt: row.started_at }),
    ...(row.ended_at && { endedAt: row.ended_at }),
  };
}

/** Items are in the order of their job, not of their creation. */
function positionEnd({ position }: Pick<Selectable<JobItemRow>, 'position'>): PageEnd {
  return { createdAt: new Date(0), id: String(position) };
}

function toItem(row: Selectable<JobItemRow>): JobItem {
  return {
    index: row.position,
    ...(row.script_id !== null && { scriptId: row.script_id }),
    name: row.name,
    state: row.state,
    attempts: row.attempts,
    ...(row.analysis_id !== null && { analysisId: row.analysis_id }),
    ...(row.fault && { fault: row.fault }),
    ...(row.progress && { progress: row.progress }),
  };
}
