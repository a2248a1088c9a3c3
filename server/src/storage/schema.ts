import type { Generated, JSONColumnType } from 'kysely';
import type { AnalysisKind, MeasureName } from '../domain/analysis.js';
import type { Correction } from '../domain/feedback.js';
import type { JobFault, JobOptions, JobState } from '../domain/job.js';
import type { Language, ScriptFormat } from '../domain/script.js';
import type { AnalysisInfo, Progress } from '../domain/sentiment.js';

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
  /** Days since 1970, in UTC. */
  day: Generated<number>;
  analysis_id: string;
}

/** A job. */
export interface JobRow {
  id: string;
  key: string;
  /** Lower-case hex. */
  digest: string;
  user_id: string | null;
  options: JSONColumnType<JobOptions>;
  state: JobState;
  items_total: number;
  items_succeeded: Generated<number>;
  items_failed: Generated<number>;
  /** When an item of it was last handed out. */
  served_at: Generated<Date>;
  created_at: Generated<Date>;
  started_at: Date | null;
  ended_at: Date | null;
}

/** An item of a job: of a stored script (`script_id`), a file (`path`) or a script in `job_scripts`. */
export interface JobItemRow {
  job_id: string;
  position: number;
  script_id: string | null;
  script_version: number | null;
  path: string | null;
  name: Generated<string>;
  state: Generated<JobState>;
  attempts: Generated<number>;
  /** Workers that were lost while they had it. */
  crashes: Generated<number>;
  worker: string | null;
  lease_until: Date | null;
  /** Not before. */
  run_at: Generated<Date>;
  analysis_id: string | null;
  fault: JSONColumnType<JobFault> | null;
  progress: JSONColumnType<Progress> | null;
  changed_at: Generated<Date>;
}

/** A script that came with a job. */
export interface JobScriptRow {
  job_id: string;
  position: number;
  format: ScriptFormat | null;
  bytes: Uint8Array;
}

/** What somebody says of an analysis. */
export interface FeedbackRow {
  id: string;
  analysis_id: string;
  user_id: string | null;
  /** 0..5 in halves, as the next. */
  accuracy: number | null;
  usefulness: number | null;
  comments: string;
  corrections: JSONColumnType<Correction[]>;
  models: JSONColumnType<AnalysisInfo['models']>;
  created_at: Generated<Date>;
}

/** Tables of the schema as the newest migration leaves them. */
export interface Tables {
  scripts: ScriptRow;
  shared_versions: SharedVersionRow;
  analyses: AnalysisRow;
  analysis_scores: AnalysisScoreRow;
  jobs: JobRow;
  job_items: JobItemRow;
  job_scripts: JobScriptRow;
  feedback: FeedbackRow;
}
