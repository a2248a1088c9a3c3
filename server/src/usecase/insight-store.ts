/** Port: what is counted over the analyses of a user. Adapters live in `storage`. Types only. */
import type { StoredAnalysis } from '../domain/analysis.js';
import type { UserCounts } from '../domain/user-insights.js';

/** Analyses of one user made in a time. */
export interface UserPeriod {
  readonly userId: string;
  /** At or after; left out: from the first. */
  readonly start?: Date;
  /** Before; left out: to the last. */
  readonly end?: Date;
}

/** Counts analyses. Every method throws STORAGE_UNAVAILABLE when the database does not answer. */
export interface InsightStore {
  /** Counts and sums: by weeks, or by months where the analyses cover more than a year. */
  count(period: UserPeriod): Promise<UserCounts>;
  /** The latest analysis of each of the latest scripts, at most `limit`, newest first. */
  latest(period: UserPeriod, limit: number): Promise<readonly StoredAnalysis[]>;
}
