import { type Kysely, type Selectable, sql } from 'kysely';
import type { Feedback, Opinion } from '../domain/feedback.js';
import type { FeedbackQuery, FeedbackStore } from '../usecase/feedback-store.js';
import { checkPageSize } from './page.js';
import { createdEnd, cutPage, fromPageToken } from './page-token.js';
import type { FeedbackRow, Tables } from './schema.js';
import { withStorageErrors } from './storage-error.js';

/** Feedback in the table `feedback`. */
export class SqlFeedbackStore implements FeedbackStore {
  constructor(private readonly db: Kysely<Tables>) {}

  put(id: string, opinion: Opinion): Promise<Feedback | undefined> {
    const { analysisId, userId = null, accuracy = null, usefulness = null, comments, corrections } = opinion;
    return withStorageErrors(async () => {
      // With the models of the analysis, in one statement: it may be deleted at any moment.
      const { rows } = await sql<Selectable<FeedbackRow>>`
        insert into ${sql.table('ml_engine.feedback')}
          (id, analysis_id, user_id, accuracy, usefulness, comments, corrections, models)
        select ${id}, a.id, ${userId}, ${accuracy}::real, ${usefulness}::real, ${comments},
          ${JSON.stringify(corrections)}::jsonb, a.models
        from ${sql.table('ml_engine.analyses')} a where a.id = ${analysisId} for key share
        on conflict (user_id, analysis_id) where user_id is not null do update set accuracy = excluded.accuracy,
          usefulness = excluded.usefulness, comments = excluded.comments, corrections = excluded.corrections,
          created_at = excluded.created_at
        returning *`.execute(this.db);
      return rows[0] && toFeedback(rows[0]);
    });
  }

  list({ analysisId, userId, pageSize, pageToken }: FeedbackQuery) {
    return withStorageErrors(async () => {
      checkPageSize(pageSize);
      const conditions = ['feedback', analysisId, userId];
      const after = pageToken === undefined ? undefined : fromPageToken(pageToken, conditions);
      let query = this.db.selectFrom('feedback').selectAll();
      if (analysisId !== undefined) query = query.where('analysis_id', '=', analysisId);
      if (userId !== undefined) query = query.where('user_id', '=', userId);
      if (after !== undefined) {
        query = query.where(({ eb, refTuple, tuple }) =>
          eb(refTuple('created_at', 'id'), '<', tuple(after.createdAt, after.id)),
        );
      }
      const ordered = query.orderBy('created_at', 'desc').orderBy('id', 'desc');
      const rows = await ordered.limit(pageSize + 1).execute();
      const { page, next } = cutPage(rows, pageSize, conditions, createdEnd);
      return { feedback: page.map(toFeedback), ...next };
    });
  }
}

function toFeedback(row: Selectable<FeedbackRow>): Feedback {
  return {
    id: row.id,
    analysisId: row.analysis_id,
    ...(row.user_id !== null && { userId: row.user_id }),
    ...(row.accuracy !== null && { accuracy: row.accuracy }),
    ...(row.usefulness !== null && { usefulness: row.usefulness }),
    comments: row.comments,
    corrections: row.corrections,
    models: row.models,
    createdAt: row.created_at,
  };
}
