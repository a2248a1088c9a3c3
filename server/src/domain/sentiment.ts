/** What scenes, acts, characters and scripts make people feel: the engine's answers, before they go on the wire. Types only. */
import type { Emotion, PolarityName } from './emotions.js';
import type { Language, Script, SourceSpan } from './script.js';

/** A range that holds the true value with probability `level` (0..1). */
export interface Interval {
  readonly low: number;
  readonly high: number;
  readonly level: number;
}

/** A number with its doubt; no interval when there was too little text to tell. */
export interface Estimate {
  readonly value: number;
  readonly interval?: Interval;
}

/** Shares of the nine emotions; they sum to 1. */
export type EmotionDistribution = Readonly<Record<Emotion, number>>;

/** Probabilities of the three polarities; they sum to 1. */
export type Polarity = Readonly<Record<PolarityName, number>>;

/** What a run of segments makes people feel. */
export interface Affect {
  /** 0..1: share of reference scenes whose valence is lower. */
  readonly sentiment: Estimate;
  /** -1 (unpleasant) .. 1 (pleasant), weighted by tokens. */
  readonly valence: Estimate;
  /** -1 (calm) .. 1 (excited), weighted by tokens. */
  readonly arousal: Estimate;
  readonly emotions: EmotionDistribution;
  readonly polarity: Polarity;
}

/** The lines behind a number. */
export interface Evidence {
  readonly scene: number;
  readonly span: SourceSpan;
  readonly speaker?: string;
  /** The words themselves, shortened. */
  readonly quote: string;
  /** Why they carry the number, in the language of the answer. */
  readonly reason: string;
  /** Share of the pull away from neutral that they account for, 0..1. */
  readonly weight: number;
}

/** What one scene makes people feel. */
export interface SceneSentiment {
  readonly scene: number;
  readonly heading?: string;
  readonly span: SourceSpan;
  readonly language: Language;
  /** Left out when the scene has neither dialogue nor action. */
  readonly affect?: Affect;
  readonly evidence: readonly Evidence[];
  readonly speakers: readonly string[];
  readonly segments: number;
  readonly tokens: number;
  /** Distance from the script's mean valence and arousal in standard deviations over scenes, from 0. */
  readonly strength?: number;
  /** L2-normalised mean of the segments' embeddings. */
  readonly embedding?: Float32Array;
}

/** The four acts in order. */
export type Act = 'setup' | 'rising' | 'falling' | 'resolution';

/** What one act makes people feel. */
export interface ActSentiment {
  readonly act: Act;
  readonly firstScene: number;
  readonly lastScene: number;
  /** Scene index where the act begins. */
  readonly start: Estimate;
  readonly affect: Affect;
}

/** What a character's lines make people feel. */
export interface CharacterSentiment {
  readonly name: string;
  readonly cues: number;
  readonly words: number;
  readonly affect: Affect;
  /** Scenes the character speaks in, with the valence of the lines there. */
  readonly scenes: readonly { readonly scene: number; readonly valence: number }[];
}

/** What a whole script makes people feel. */
export interface ScriptSentiment {
  readonly affect: Affect;
  /** Four acts, less those without a word to read; none when the script has too few scenes to have acts. */
  readonly acts: readonly ActSentiment[];
  readonly strongest: readonly SceneSentiment[];
  readonly characters: readonly CharacterSentiment[];
}

/** How far an analysis is. */
export interface Progress {
  readonly scenesDone: number;
  readonly scenesTotal: number;
  readonly tokensDone: number;
  readonly tokensTotal: number;
}

/** The account an analysis gives of itself. */
export interface AnalysisInfo {
  readonly analysisId: string;
  readonly models: readonly { readonly name: string; readonly version: string }[];
  readonly language: Language;
  /** Milliseconds. */
  readonly timing: {
    readonly parse: number;
    readonly queue: number;
    readonly inference: number;
    readonly insight: number;
    readonly total: number;
  };
  readonly segments: number;
  readonly stored?: { readonly id: string; readonly version: number };
}

/** One event of a streamed analysis: the outline, then scenes in order, then the end. */
export type SentimentEvent = { readonly progress: Progress } & (
  | { readonly type: 'outline'; readonly script: Script; readonly words: number }
  | { readonly type: 'scene'; readonly scene: SceneSentiment }
  | {
      readonly type: 'completed';
      readonly summary: ScriptSentiment;
      readonly scenes: readonly SceneSentiment[];
      readonly info: AnalysisInfo;
    }
);
