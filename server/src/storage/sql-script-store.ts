import { createHash, randomUUID } from 'node:crypto';
import { type ExpressionBuilder, type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import type {
  DeletedScript,
  ScriptPage,
  ScriptPut,
  ScriptQuery,
  ScriptStore,
  StoredScript,
  StoredScriptSummary,
} from '../usecase/script-store.js';
import { checkPageSize } from './page.js';
import { cutPage, fromPageToken, type PageEnd } from './page-token.js';
import type { ScriptRow, Tables } from './schema.js';
import { withStorageErrors } from './storage-error.js';

/** Largest version that the column holds. */
const MAX_VERSION = 2 ** 31 - 1;

/** Bytes of a script that are read at once; nearly every script is smaller. */
const PIECE_BYTES = 1 << 20;

/** First key of the advisory locks under which versions of a script are numbered; the second is a hash of its id. */
const VERSION_LOCK = 0x6d6c_0001;

type Row = Selectable<ScriptRow>;
type SummaryRow = Omit<Row, 'bytes'> & { size: number };

/** Scripts in the table `scripts` of a database that has the engine's schema. */
export class SqlScriptStore implements ScriptStore {
  constructor(private readonly db: Kysely<Tables>) {}

  put(script: ScriptPut): Promise<StoredScript> {
    const sha256 = createHash('sha256').update(script.bytes).digest('hex');
    const id = script.id ?? randomUUID();
    return withStorageErrors(() =>
      this.db.transaction().execute(async (transaction) => {
        await lockVersions(transaction, id);
        const latest = await findVersion(transaction, id);
        const row = isSameContent(latest, script, sha256)
          ? await rename(transaction, latest, script.name)
          : await insertVersion(transaction, id, script, sha256, latest);
        return { ...toSummary(row), bytes: script.bytes };
      }),
    );
  }

  get(id: string, version?: number): Promise<StoredScript | undefined> {
    return withStorageErrors(async () => {
      if (version !== undefined && version > MAX_VERSION) return undefined;
      const row = await findVersion(this.db, id, version);
      const bytes = row && (await this.readBytes(row));
      return row && bytes && { ...toSummary(row), bytes };
    });
  }

  list({ ownerId, pageSize, pageToken }: ScriptQuery): Promise<ScriptPage> {
    return withStorageErrors(async () => {
      checkPageSize(pageSize);
      const after = pageToken === undefined ? undefined : fromPageToken(pageToken, [ownerId]);
      const rows = await this.latestVersions(ownerId, after, pageSize + 1);
      const { page, next } = cutPage(rows.map(toSummary), pageSize, [ownerId], (summary) => summary);
      return { scripts: page, ...next };
    });
  }

  delete(id: string): Promise<DeletedScript | undefined> {
    return withStorageErrors(() => this.db.transaction().execute((transaction) => deleteScript(transaction, id)));
  }

  /**
   * Reads in pieces, since a driver holds a piece several times over while it decodes it. The bytes of a version never
   * change; undefined when it was deleted meanwhile.
   */
  private async readBytes({ id, version, size }: SummaryRow): Promise<Uint8Array | undefined> {
    const bytes = new Uint8Array(size);
    for (let at = 0; at < size; at += PIECE_BYTES) {
      const piece = await this.db
        .selectFrom('scripts')
        .select(({ fn, val }) => fn<Uint8Array>('substring', ['bytes', val(at + 1), val(PIECE_BYTES)]).as('bytes'))
        .where('id', '=', id)
        .where('version', '=', version)
        .executeTakeFirst();
      if (!piece) return undefined;
      bytes.set(piece.bytes, at);
    }
    return bytes;
  }

  private latestVersions(
    ownerId: string | undefined,
    after: PageEnd | undefined,
    limit: number,
  ): Promise<SummaryRow[]> {
    let query = this.db
      .selectFrom('scripts')
      .select(summaryColumns)
      .where('version', '=', ({ selectFrom }) =>
        selectFrom('scripts as newer')
          .whereRef('newer.id', '=', 'scripts.id')
          .select(({ fn }) => fn.max('version').as('version')),
      );
    if (ownerId !== undefined) query = query.where('owner_id', '=', ownerId);
    if (after !== undefined) {
      query = query.where(({ eb, refTuple, tuple }) =>
        eb(refTuple('created_at', 'id'), '<', tuple(after.createdAt, after.id)),
      );
    }
    return query.orderBy('created_at', 'desc').orderBy('id', 'desc').limit(limit).execute();
  }
}

/** `octet_length` reads the length alone, so a list does not load the scripts it names. */
function summaryColumns({ fn }: ExpressionBuilder<Tables, 'scripts'>) {
  const size = fn<number>('octet_length', ['bytes']).as('size');
  return ['id', 'version', 'owner_id', 'title', 'format', 'sha256', 'created_at', 'updated_at', size] as const;
}

/** Everything that is kept of a script; of one of the shared database, what the engine knows of it. */
async function deleteScript(transaction: Transaction<Tables>, id: string): Promise<DeletedScript | undefined> {
  await lockVersions(transaction, id);
  const texts = await transaction.deleteFrom('scripts').where('id', '=', id).returning('sha256').execute();
  const shared = await transaction
    .deleteFrom('shared_versions')
    .where('script_id', '=', id)
    .returning('sha256')
    .execute();
  const analyses = await transaction
    .deleteFrom('analyses')
    .where('script_id', '=', id)
    .returning('source_sha256')
    .execute();
  const hashes = [...texts, ...shared].map(({ sha256 }) => sha256);
  if (hashes.length === 0 && analyses.length === 0) return undefined;
  return { hashes: [...new Set([...hashes, ...analyses.map(({ source_sha256: hash }) => hash)])] };
}

/** Until the transaction ends no other transaction numbers versions of this script. */
async function lockVersions(transaction: Transaction<Tables>, id: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(${sql.lit(VERSION_LOCK)}, hashtext(${id}))`.execute(transaction);
}

/** The version asked for, or the latest. */
function findVersion(db: Kysely<Tables>, id: string, version?: number): Promise<SummaryRow | undefined> {
  let query = db.selectFrom('scripts').select(summaryColumns).where('id', '=', id);
  if (version !== undefined) query = query.where('version', '=', version);
  return query.orderBy('version', 'desc').limit(1).executeTakeFirst();
}

function isSameContent(latest: SummaryRow | undefined, script: ScriptPut, sha256: string): latest is SummaryRow {
  return latest?.sha256 === sha256 && latest.format === (script.format ?? null);
}

async function rename(transaction: Transaction<Tables>, latest: SummaryRow, name?: string): Promise<SummaryRow> {
  if (name === undefined || name === latest.title) return latest;
  await transaction
    .updateTable('scripts')
    .set({ title: name })
    .where('id', '=', latest.id)
    .where('version', '=', latest.version)
    .execute();
  return { ...latest, title: name };
}

function insertVersion(
  transaction: Transaction<Tables>,
  id: string,
  script: ScriptPut,
  sha256: string,
  before: SummaryRow | undefined,
): Promise<SummaryRow> {
  const row = {
    id,
    version: (before?.version ?? 0) + 1,
    owner_id: before ? before.owner_id : (script.ownerId ?? null),
    title: script.name ?? before?.title ?? null,
    format: script.format ?? null,
    bytes: script.bytes,
    sha256,
    ...(before && { created_at: before.created_at }),
  };
  return transaction.insertInto('scripts').values(row).returning(summaryColumns).executeTakeFirstOrThrow();
}

function toSummary(row: SummaryRow): StoredScriptSummary {
  return {
    id: row.id,
    version: row.version,
    ...(row.owner_id !== null && { ownerId: row.owner_id }),
    ...(row.title !== null && { name: row.title }),
    ...(row.format !== null && { format: row.format }),
    size: row.size,
    sha256: row.sha256,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
