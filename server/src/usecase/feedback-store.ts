/** Port: where feedback is kept. Adapters live in `storage`. Types only. */
import type { Feedback, Opinion } from '../domain/feedback.js';

/** Which feedback to list. Conditions that are given must all hold. */
export interface FeedbackQuery {
  readonly analysisId?: string;
  readonly userId?: string;
  /** Entries in one page, 1..1000. */
  readonly pageSize: number;
  readonly pageToken?: string;
}

/** Keeps feedback; it goes with its analysis. Every method throws STORAGE_UNAVAILABLE when the database does not answer. */
export interface FeedbackStore {
  /**
   * Keeps an opinion under `id` with the models of its analysis; one by the same user on the same analysis is replaced, and
   * keeps its id. Undefined when there is no such analysis.
   */
  put(id: string, opinion: Opinion): Promise<Feedback | undefined>;
  /** Feedback, the youngest first. @throws EngineError FIELD_INVALID for a page out of range or of another list. */
  list(query: FeedbackQuery): Promise<{ readonly feedback: readonly Feedback[]; readonly nextPageToken?: string }>;
}
