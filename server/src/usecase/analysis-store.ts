/** Port: where analyses are kept. Adapters live in `storage`. Types only. */
import type { AnalysisKind, AnalysisRecord, MeasureName, StoredAnalysis } from '../domain/analysis.js';

/** An analysis to keep. */
export interface NewAnalysis extends Omit<StoredAnalysis, 'record'> {
  readonly record: Omit<AnalysisRecord, 'createdAt'>;
  /** Whether its script is one that was put here, which must still be there. */
  readonly ofOwnScript: boolean;
  /** Genre in the writer's words, as a slug; left out when nobody said it. */
  readonly genre?: string;
  /** Scores that are counted, each in its own unit. */
  readonly scores: Readonly<Partial<Record<MeasureName, number>>>;
}

/** Which analyses to list. Conditions that are given must all hold. */
export interface AnalysisQuery {
  readonly scriptId?: string;
  readonly userId?: string;
  readonly kind?: AnalysisKind;
  /** Analyses in one page, 1..1000. */
  readonly pageSize: number;
  /** `nextPageToken` of the page before; left out for the first page. */
  readonly pageToken?: string;
}

/** One page of a list. */
export interface AnalysisPage {
  readonly analyses: readonly AnalysisRecord[];
  /** Absent on the last page. */
  readonly nextPageToken?: string;
}

/** Keeps analyses. Every method throws STORAGE_UNAVAILABLE (retryable) when the database does not answer. */
export interface AnalysisStore {
  /**
   * Keeps an analysis under the id in its account; kept once however often it is put.
   * @throws EngineError SCRIPT_NOT_FOUND when its script was deleted meanwhile.
   */
  put(analysis: NewAnalysis): Promise<void>;
  /** The analysis with this id; undefined when there is none. */
  get(id: string): Promise<StoredAnalysis | undefined>;
  /**
   * Analyses without their results, the youngest first.
   * @throws EngineError FIELD_INVALID for a page size out of range or a page token of another list.
   */
  list(query: AnalysisQuery): Promise<AnalysisPage>;
}
