/** What a user's analyses say together. Types only. */
import type { MeasureName } from './analysis.js';
import type { Language } from './script.js';
import type { AnalysisInfo, Estimate, Evidence } from './sentiment.js';

/** Mean of a score over analyses. */
export interface MeasureAverage {
  readonly measure: MeasureName;
  /** In the score's unit; the interval, of the mean, is left out below two analyses. */
  readonly mean: Estimate;
  readonly count: number;
}

/** A genre the user writes in. */
export interface TrendingGenre {
  /** In the writer's words, as a slug. */
  readonly genre: string;
  /** Share of the recency-weighted count of analyses that have a genre, 0..1. */
  readonly weight: number;
  readonly count: number;
}

/** Mean of a score over one week or month. */
export interface TrendPoint {
  /** First day, in UTC. */
  readonly start: Date;
  readonly mean: number;
  readonly count: number;
}

/** How a score moved over time. */
export interface Trend {
  readonly measure: MeasureName;
  /** Oldest first; periods without an analysis are left out. */
  readonly points: readonly TrendPoint[];
  /** Change in the score's unit over 30 days; left out below five analyses, or when all were made at once. */
  readonly changePerMonth?: Estimate;
}

/** What to work on, and where it shows. */
export interface Recommendation {
  readonly measure: MeasureName;
  readonly text: string;
  /** Mean percentile of the score, 0..1; left out for a score that has none. */
  readonly percentile?: Estimate;
  readonly evidence: readonly {
    readonly analysisId: string;
    readonly scriptId?: string;
    readonly evidence: Evidence;
  }[];
}

/** Sums over the analyses of one period that have a score. */
export interface ScoreSums {
  readonly measure: MeasureName;
  /** First day of the period, in UTC. */
  readonly start: Date;
  readonly count: number;
  readonly sum: number;
  readonly sumOfSquares: number;
  /** Of the times in units of 30 days, from a moment that all sums share: their sum, squares, and products with the score. */
  readonly times: number;
  readonly timesSquared: number;
  readonly products: number;
}

/** What is counted of a user's analyses. */
export interface UserCounts {
  readonly analyses: number;
  /** Different scripts, or texts where these came inline. */
  readonly scripts: number;
  /** The language of most; left out without an analysis. */
  readonly language?: Language;
  readonly genres: readonly TrendingGenre[];
  /** Newest first. */
  readonly models: AnalysisInfo['models'];
  readonly scores: readonly ScoreSums[];
}

/** What a user's analyses say together. */
export interface UserInsights {
  readonly counts: UserCounts;
  readonly averages: readonly MeasureAverage[];
  readonly trends: readonly Trend[];
  /** Empty without a measured weakness. */
  readonly recommendations: readonly Recommendation[];
}
