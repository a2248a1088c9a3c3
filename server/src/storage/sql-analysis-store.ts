import { type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import type { AnalysisRecord, StoredAnalysis } from '../domain/analysis.js';
import { EngineError } from '../domain/errors.js';
import type { AnalysisPage, AnalysisQuery, AnalysisStore, NewAnalysis } from '../usecase/analysis-store.js';
import { checkPageSize } from './page.js';
import { createdEnd, cutPage, fromPageToken } from './page-token.js';
import { packResult, unpackResult } from './result-codec.js';
import type { AnalysisRow, AnalysisScoreRow, Tables } from './schema.js';
import { withStorageErrors } from './storage-error.js';

/** Columns of everything but the result. */
const RECORD_COLUMNS = [
  'id',
  'kind',
  'user_id',
  'script_id',
  'script_version',
  'title',
  'language',
  'models',
  'timing',
  'segments',
  'cached_segments',
  'input_sha256',
  'source_sha256',
  'created_at',
] as const;

type RecordRow = Pick<Selectable<AnalysisRow>, (typeof RECORD_COLUMNS)[number]>;

/** Analyses in the tables `analyses` and `analysis_scores`. */
export class SqlAnalysisStore implements AnalysisStore {
  constructor(private readonly db: Kysely<Tables>) {}

  async put(analysis: NewAnalysis): Promise<void> {
    const result = await packResult(analysis.result);
    await withStorageErrors(() =>
      this.db.transaction().execute((transaction) => insertAnalysis(transaction, analysis, result)),
    );
  }

  get(id: string): Promise<StoredAnalysis | undefined> {
    return withStorageErrors(async () => {
      const query = this.db.selectFrom('analyses').select([...RECORD_COLUMNS, 'result']);
      const row = await query.where('id', '=', id).executeTakeFirst();
      return row && toStoredAnalysis(row);
    });
  }

  list({ scriptId, userId, kind, pageSize, pageToken }: AnalysisQuery): Promise<AnalysisPage> {
    return withStorageErrors(async () => {
      checkPageSize(pageSize);
      const conditions = [scriptId, userId, kind];
      const after = pageToken === undefined ? undefined : fromPageToken(pageToken, conditions);
      let query = this.db.selectFrom('analyses').select(RECORD_COLUMNS);
      if (scriptId !== undefined) query = query.where('script_id', '=', scriptId);
      if (userId !== undefined) query = query.where('user_id', '=', userId);
      if (kind !== undefined) query = query.where('kind', '=', kind);
      if (after !== undefined) {
        query = query.where(({ eb, refTuple, tuple }) =>
          eb(refTuple('created_at', 'id'), '<', tuple(after.createdAt, after.id)),
        );
      }
      const ordered = query.orderBy('created_at', 'desc').orderBy('id', 'desc');
      const rows = await ordered.limit(pageSize + 1).execute();
      const { page, next } = cutPage(rows, pageSize, conditions, createdEnd);
      return { analyses: page.map(toRecord), ...next };
    });
  }
}

/**
 * Inserts an analysis and its scores, once. A script that was put here is held until the transaction ends, so that none is
 * kept of a script that is deleted meanwhile.
 *
 * @throws EngineError SCRIPT_NOT_FOUND when that script is no longer there.
 */
export async function insertAnalysis(
  transaction: Transaction<Tables>,
  { record, ofOwnScript, genre, scores }: NewAnalysis,
  result: Uint8Array,
): Promise<void> {
  const { info, kind, userId, title, inputSha256, sourceSha256 } = record;
  const { analysisId, stored } = info;
  if (ofOwnScript) await holdScript(transaction, stored!);
  const inserted = await transaction
    .insertInto('analyses')
    .values({
      id: analysisId,
      kind,
      user_id: userId ?? null,
      script_id: stored?.id ?? null,
      script_version: stored?.version ?? null,
      title: title ?? null,
      genre: genre ?? null,
      language: info.language,
      models: JSON.stringify(info.models),
      timing: JSON.stringify(info.timing),
      segments: info.segments,
      cached_segments: info.cachedSegments,
      input_sha256: inputSha256,
      source_sha256: sourceSha256,
      result,
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returning('created_at')
    .executeTakeFirst();
  if (inserted === undefined || userId === undefined) return;
  const rows = Object.entries(scores).map(([measure, value]) => ({
    user_id: userId,
    measure: measure as AnalysisScoreRow['measure'],
    created_at: inserted.created_at,
    value,
    analysis_id: analysisId,
  }));
  if (rows.length > 0) await transaction.insertInto('analysis_scores').values(rows).execute();
}

async function holdScript(transaction: Transaction<Tables>, { id, version }: { id: string; version: number }) {
  const { rows } = await sql`select 1 from ${sql.table('ml_engine.scripts')}
    where id = ${id} and version = ${version} for key share`.execute(transaction);
  if (rows.length === 0) throw new EngineError('SCRIPT_NOT_FOUND');
}

/** Where a page that ends with this row ends. */
/** A row with its result. */
export type AnalysisWithResult = RecordRow & Pick<Selectable<AnalysisRow>, 'result'>;

/** An analysis from its row. */
export async function toStoredAnalysis(row: AnalysisWithResult): Promise<StoredAnalysis> {
  return { record: toRecord(row), result: await unpackResult(row.result) };
}

function toRecord(row: RecordRow): AnalysisRecord {
  const { script_id: id, script_version: version } = row;
  return {
    info: {
      analysisId: row.id,
      models: row.models,
      language: row.language,
      timing: row.timing,
      segments: row.segments,
      cachedSegments: row.cached_segments,
      ...(id !== null && version !== null && { stored: { id, version } }),
    },
    kind: row.kind,
    ...(row.user_id !== null && { userId: row.user_id }),
    ...(row.title !== null && { title: row.title }),
    inputSha256: row.input_sha256,
    sourceSha256: row.source_sha256,
    createdAt: row.created_at,
  };
}
