import type { ActName, BoundaryMethod, Emotion, NarrativeEmotion, ReportFormat, ReportLanguage } from '../report.js';

/** How far a scene stands out from its script. */
export type ContrastDegree = 'slightly' | 'clearly' | 'far';

/** In which direction a scene stands out. */
export type ContrastDirection = 'brighter' | 'darker' | 'livelier' | 'calmer';

/** A term of the report and what it means. */
export interface Explanation {
  readonly term: string;
  readonly meaning: string;
}

/**
 * Every word that writers read, in one language. Functions receive numbers already formatted for the language, counts
 * as numbers so that the plural can follow them.
 */
export interface Messages {
  readonly locale: string;
  readonly emotions: Readonly<Record<Emotion, string>>;
  readonly acts: Readonly<Record<ActName, string>>;
  readonly narrativeEmotions: Readonly<Record<NarrativeEmotion, string>>;
  readonly formats: Readonly<Record<ReportFormat, string>>;
  readonly languages: Readonly<Record<ReportLanguage, string>>;
  readonly boundaryMethods: Readonly<Record<BoundaryMethod, string>>;

  readonly kicker: string;
  readonly skipToContent: string;
  readonly scene: string;
  readonly act: string;
  readonly scenes: (count: number) => string;
  readonly words: (count: number, shown: string) => string;
  /** `capped` says that there may be more than were counted. */
  readonly characters: (count: number, capped: boolean) => string;
  readonly lines: (from: number, to: number) => string;
  readonly page: (page: number) => string;
  readonly sceneRange: (first: number, last: number) => string;
  readonly noHeading: string;
  readonly action: string;
  readonly nothingRead: string;

  readonly valence: string;
  readonly arousal: string;
  readonly tension: string;
  readonly sentiment: string;
  readonly brighter: string;
  readonly darker: string;
  readonly median: string;
  readonly range: (low: string, high: string) => string;
  /** As `range`, of percentages. */
  readonly shareRange: (low: string, high: string) => string;
  readonly brighterThan: (share: string) => string;
  readonly brighterThanAll: string;
  readonly darkerThanAll: string;
  /** The text is too short for a margin of doubt. */
  readonly noMargin: string;
  /** The middle of the reference scenes is within the margin of doubt. */
  readonly nearMedian: string;
  readonly directions: Readonly<Record<ContrastDirection, string>>;
  readonly degrees: Readonly<Record<ContrastDegree, string>>;
  readonly contrast: (degree: string, directions: readonly string[]) => string;
  /** Added to a contrast whose measure holds the script's average within its margin. */
  readonly contrastUnsure: string;
  /** Each with its emotion and how much more of it there is. */
  readonly moreThanScript: (lifts: readonly string[]) => string;
  readonly likeScript: string;
  readonly dominates: (emotion: string) => string;
  readonly noneDominates: string;

  readonly overview: {
    readonly title: string;
    readonly whole: (standing: string) => string;
    readonly brightest: string;
    readonly darkest: string;
    readonly intense: string;
    /** Ends of the scale that the number of the most agitated scene is on. */
    readonly intenseScale: string;
    readonly emotions: string;
  };
  readonly arc: {
    readonly title: string;
    readonly intro: string;
    readonly description: (scenes: number, brightest: number, darkest: number) => string;
    readonly legendPoint: string;
    readonly legendBand: (level: string) => string;
    readonly legendTrend: string;
    readonly legendStrong: string;
    readonly legendAct: string;
    readonly legendMedian: string;
    /** What the axis of the chart says, where there is no room for the introduction. */
    readonly axis: string;
    readonly asTable: string;
    readonly emotionColumn: string;
    readonly averaged: (perColumn: number) => string;
    readonly noActs: string;
    readonly empty: string;
  };
  readonly actsTitle: string;
  readonly actStart: (scene: string, low: string, high: string) => string;
  readonly emotionsTitle: string;
  readonly emotionsIntro: string;
  readonly wholeScript: string;
  readonly sceneByScene: string;
  readonly liftIntro: string;
  readonly liftLabel: (emotion: string, scenes: readonly string[]) => string;
  readonly strongestTitle: string;
  readonly strongestIntro: string;
  readonly carries: (share: string) => string;
  readonly charactersTitle: string;
  readonly charactersIntro: string;
  /** What the percentage of a character is, where there is no room for the introduction. */
  readonly charactersTone: string;
  /** What the height of the characters' lines stands for: the script's valence and the reach around it. */
  readonly sparkScale: (center: string, reach: string) => string;
  /** `words` as {@link Messages.words} says them. */
  readonly characterFacts: (words: string, cues: number, scenes: number) => string;
  readonly sparkLabel: (name: string) => string;
  readonly moreCharacters: (count: number) => string;
  readonly noCharacters: string;
  readonly scenesTitle: string;
  readonly scenesIntro: string;
  readonly noEvidence: string;
  readonly speakers: string;
  readonly warningsTitle: string;
  readonly warningsIntro: (count: number) => string;
  readonly noWarnings: string;
  readonly line: (line: number) => string;
  readonly readingTitle: string;
  readonly explanations: readonly Explanation[];
  /** What the reference scenes are: those of calibration 1, else of one this program knows nothing about. */
  readonly reference: { readonly term: string; readonly first: string; readonly other: string };
  readonly limitsTitle: string;
  readonly limits: readonly string[];
  readonly made: {
    readonly models: string;
    readonly analysis: string;
    readonly time: (seconds: string) => string;
    readonly reused: (hits: number, total: number) => string;
    readonly private: string;
  };
}
