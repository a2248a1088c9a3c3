/**
 * The report of one analysis: what `guionix analyze --json` prints and what the terminal arc and the HTML page show.
 * Documented for readers of the JSON in `docs/reference/report.md`. Scene indices count from 0, lines and pages from 1.
 */

/** Language a script or scene is written in; `undetermined` is neither Spanish nor English, or too short to tell. */
export type ReportLanguage = 'es' | 'en' | 'undetermined';

/** File format that was read. */
export type ReportFormat =
  | 'fountain'
  | 'fdx'
  | 'pdf'
  | 'text'
  | 'celtx'
  | 'markdown'
  | 'fadein'
  | 'highland'
  | 'unknown';

/** The nine emotions in the order they are shown; `neutral` last. */
export const EMOTIONS = [
  'joy',
  'trust',
  'anticipation',
  'surprise',
  'sadness',
  'fear',
  'disgust',
  'anger',
  'neutral',
] as const;

/** One of {@link EMOTIONS}. */
export type Emotion = (typeof EMOTIONS)[number];

/** Share of each emotion, 0..1; they sum to 1. */
export type EmotionShares = Readonly<Record<Emotion, number>>;

/** The four acts in order. */
export type ActName = 'setup' | 'rising' | 'falling' | 'resolution';

/** How act boundaries were found: from usual positions alone, or by a model that read the scenes. */
export type BoundaryMethod = 'positionPrior' | 'model' | 'unknown';

/** What an act is to the story. */
export type NarrativeEmotion =
  | 'curiosity'
  | 'tension'
  | 'climax'
  | 'resolution'
  | 'hope'
  | 'dread'
  | 'grief'
  | 'triumph';

/** A range that holds the true value with probability `level` (0..1). */
export interface Interval {
  readonly low: number;
  readonly high: number;
  readonly level: number;
}

/** A number with its doubt; `interval` is absent where the text was too short to tell. */
export interface Estimate {
  readonly value: number;
  readonly interval?: Interval;
}

/** The scores every part of a script has. Absent where there was no text to read or no model to read it. */
export interface Scores {
  /** Share of reference scenes with a lower valence, 0..1. */
  readonly sentiment?: Estimate;
  /** -1 (unpleasant) .. 1 (pleasant). */
  readonly valence?: Estimate;
  /** -1 (calm) .. 1 (excited). */
  readonly arousal?: Estimate;
  /** 0..1; absent when no fitted tension model is loaded. */
  readonly tension?: Estimate;
  readonly emotions?: EmotionShares;
}

/** A place in the script that carries a score. `quote` is script text. */
export interface ReportEvidence {
  readonly startLine: number;
  readonly endLine: number;
  readonly page?: number;
  /** Empty for action. */
  readonly speaker: string;
  readonly quote: string;
  readonly reason: string;
  /** Share of the scene's distance from neutral that this place accounts for, 0..1. */
  readonly weight: number;
}

/** One scene. */
export interface ReportScene extends Scores {
  readonly index: number;
  /** As written; empty when the scene has none. */
  readonly heading: string;
  readonly startLine: number;
  readonly endLine: number;
  readonly page?: number;
  readonly language: ReportLanguage;
  /** The heaviest line first. */
  readonly evidence: readonly ReportEvidence[];
  readonly speakers: readonly string[];
  readonly segmentCount: number;
  readonly tokenCount: number;
}

/** A scene that stands out, with its distance from the script's mean in standard deviations over scenes. */
export interface StrongScene extends ReportScene {
  readonly strength: number;
}

/** One act. */
export interface ReportAct extends Scores {
  readonly act: ActName;
  readonly firstScene: number;
  /** Inclusive. */
  readonly lastScene: number;
  readonly boundaryMethod: BoundaryMethod;
  /** Scene index where the act begins, with its doubt. */
  readonly start?: Estimate;
  /** Absent when no fitted tension model is loaded. */
  readonly narrativeEmotion?: NarrativeEmotion;
}

/** One speaking character; scores are of what the character says. */
export interface ReportCharacter extends Scores {
  readonly name: string;
  readonly cueCount: number;
  readonly wordCount: number;
  /** Scenes the character speaks in, ascending. */
  readonly sceneIndices: readonly number[];
  /** Valence of the lines in each of `sceneIndices`, same order. */
  readonly sceneValence: readonly number[];
}

/** Something the parser was not sure of. */
export interface ReportWarning {
  readonly line: number;
  readonly message: string;
}

/** What was read before anything was computed. */
export interface ReportOutline {
  /** Empty when the script names none. */
  readonly title: string;
  readonly format: ReportFormat;
  readonly language: ReportLanguage;
  readonly lineCount: number;
  readonly wordCount: number;
  readonly warnings: readonly ReportWarning[];
}

/** Most characters a report lists: where there are this many, the script may have more. */
export const MOST_CHARACTERS = 20;

/** The whole script. */
export interface ReportSummary extends Scores {
  /** Empty when the script has too few scenes to have acts. */
  readonly acts: readonly ReportAct[];
  /** The strongest first. */
  readonly strongestScenes: readonly StrongScene[];
  /** By words spoken, most first; at most {@link MOST_CHARACTERS}. */
  readonly characters: readonly ReportCharacter[];
}

/** Where the time went, in milliseconds. */
export interface ReportTiming {
  readonly parseMs: number;
  readonly queueMs: number;
  readonly inferenceMs: number;
  readonly insightMs: number;
  readonly totalMs: number;
}

/** The account the analysis gives of itself. */
export interface ReportInfo {
  readonly analysisId: string;
  readonly models: readonly { readonly name: string; readonly version: string }[];
  readonly timing?: ReportTiming;
  readonly cache?: { readonly segmentHits: number; readonly segmentMisses: number };
}

/** One analysed script. */
export interface Report {
  /** File name, without its folder. */
  readonly sourceName: string;
  readonly outline: ReportOutline;
  readonly scenes: readonly ReportScene[];
  readonly summary: ReportSummary;
  readonly info: ReportInfo;
}

/**
 * Language the report is written in: the script's; for an undetermined script that of most of its scenes, and
 * Spanish when those do not tell either, since most writers who use the engine work in it.
 */
export function reportLanguage(report: Report): 'es' | 'en' {
  const { language } = report.outline;
  if (language !== 'undetermined') return language;
  const count = (wanted: ReportLanguage) => report.scenes.filter((scene) => scene.language === wanted).length;
  return count('en') > count('es') ? 'en' : 'es';
}

/** Name a reader knows the script by: its title, else its file name. */
export function reportTitle(report: Report): string {
  return report.outline.title || report.sourceName;
}

/** Tokens read in the scenes of an act. */
export function countActTokens({ scenes }: Report, { firstScene, lastScene }: ReportAct): number {
  return scenes.slice(firstScene, lastScene + 1).reduce((sum, { tokenCount }) => sum + tokenCount, 0);
}
