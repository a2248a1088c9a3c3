import type { Generated, JSONColumnType } from 'kysely';
import type { AnalysisKind, MeasureName } from '../domain/analysis.js';
import type { Language, ScriptFormat } from '../domain/script.js';
import type { AnalysisInfo } from '../domain/sentiment.js';

/** The engine's own schema. Tables of other services in the same database are in other schemas. */
export const SCHEMA = 'ml_engine';

/** One version of a script. */
export interface ScriptRow {
  id: string;
  version: number;
  owner_id: string | null;
  title: string | null;
  format: ScriptFormat | null;
  bytes: Uint8Array;
  /** Lower-case hex. */
  sha256: string;
  /** To the millisecond, as JavaScript dates are: what is read compares equal to what is stored. */
  created_at: Generated<Date>;
  updated_at: Generated<Date>;
}

/** A text that a script of the shared database had. */
export interface SharedVersionRow {
  script_id: string;
  version: number;
  /** Lower-case hex. */
  sha256: string;
  seen_at: Generated<Date>;
}

/** An analysis. */
export interface AnalysisRow {
  id: string;
  kind: AnalysisKind;
  user_id: string | null;
  script_id: string | null;
  script_version: number | null;
  title: string | null;
  /** In the writer's words, as a slug. */
  genre: string | null;
  language: Language;
  models: JSONColumnType<AnalysisInfo['models']>;
  timing: JSONColumnType<AnalysisInfo['timing']>;
  segments: number;
  cached_segments: number;
  /** Lower-case hex, as the next. */
  input_sha256: string;
  source_sha256: string;
  /** See `result-codec.ts`. */
  result: Uint8Array;
  created_at: Generated<Date>;
}

/** A score of an analysis that is counted under a user. */
export interface AnalysisScoreRow {
  user_id: string;
  measure: MeasureName;
  /** As of the analysis. */
  created_at: Date;
  value: number;
  analysis_id: string;
}

/** Tables of the schema as the newest migration leaves them. */
export interface Tables {
  scripts: ScriptRow;
  shared_versions: SharedVersionRow;
  analyses: AnalysisRow;
  analysis_scores: AnalysisScoreRow;
}
