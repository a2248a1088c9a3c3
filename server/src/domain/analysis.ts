/** Analyses as they are kept and found again. Types only. */
import type { Outline } from './outline.js';
import type { AnalysisInfo, SceneSentiment, ScriptSentiment } from './sentiment.js';

/** Which call made an analysis: a whole one (by a job), or one of sentiment alone. */
export const ANALYSIS_KINDS = ['script', 'sentiment'] as const;

/** One of {@link ANALYSIS_KINDS}. */
export type AnalysisKind = (typeof ANALYSIS_KINDS)[number];

/** Something the reader of an analysis should know. */
export interface AnalysisWarning {
  /** Stable code, e.g. `MODEL_MISSING`. */
  readonly code: string;
  /** The same in words. */
  readonly message: string;
  /** The part of the analysis it speaks of. */
  readonly section: AnalysisSection;
}

/** The parts of a whole analysis. Those that no model here makes are known by name, so that it can be said. */
export const ANALYSIS_SECTIONS = [
  'scenes',
  'sentiment',
  'structure',
  'dialogue',
  'characters',
  'pacing',
  'highlights',
  'form',
  'intent',
  'genres',
  'success',
  'audience',
] as const;

/** One of {@link ANALYSIS_SECTIONS}. */
export type AnalysisSection = (typeof ANALYSIS_SECTIONS)[number];

/** What was measured in a script. */
export interface AnalysisResult {
  readonly outline: Outline;
  readonly scenes: readonly SceneSentiment[];
  /** Left out when it was not asked for. */
  readonly summary?: ScriptSentiment;
  readonly warnings: readonly AnalysisWarning[];
}

/** What is kept of an analysis beside its result. */
export interface AnalysisRecord {
  readonly info: AnalysisInfo;
  readonly kind: AnalysisKind;
  /** Who asked; left out when nobody was named. */
  readonly userId?: string;
  readonly title?: string;
  /** SHA-256 over script bytes and options, lower-case hex: same input, same value. */
  readonly inputSha256: string;
  /** SHA-256 of the script's bytes, lower-case hex. */
  readonly sourceSha256: string;
  readonly createdAt: Date;
}

/**
 * A kept analysis. Its result is without the script's words: headings and quotes are empty; lines and scenes say where
 * they stand.
 */
export interface StoredAnalysis {
  readonly record: AnalysisRecord;
  readonly result: AnalysisResult;
}

/** Scores that are counted over the analyses of a user; names of `guionix.ml.v1.Measure`. */
export const MEASURES = ['sentiment', 'valence', 'arousal'] as const;

/** One of {@link MEASURES}. */
export type MeasureName = (typeof MEASURES)[number];
