/** What scenes, acts, characters and scripts make people feel: the engine's answers, before they go on the wire. Types only. */

import type { Emotion, PolarityName } from './emotions.js';
import type { Outline } from './outline.js';
import type { Language, SourceSpan } from './script.js';

/** A range that holds the true value with probability `level` (0..1). */
export interface Interval {
  /** Lower end, in the unit of the value. */
  readonly low: number;
  /** Upper end, in the unit of the value; never below `low`. */
  readonly high: number;
  readonly level: number;
}

/** A number with its doubt; no interval when there was too little to tell it from (fewer than five segments). */
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
  /** Index of the scene, from 0. */
  readonly scene: number;
  readonly span: SourceSpan;
  /** Who speaks; left out for action. */
  readonly speaker?: string;
  /** The words themselves, shortened to 280 UTF-16 code units. Script text: never logged. */
  readonly quote: string;
  /** Why they carry the number, in the language of the answer. */
  readonly reason: string;
  /** Share of the pull away from neutral that they account for, 0..1. */
  readonly weight: number;
}

/** What one scene makes people feel. */
export interface SceneSentiment {
  /** Index of the scene, from 0. */
  readonly scene: number;
  /** Heading as written; left out when the scene has none. */
  readonly heading?: string;
  readonly span: SourceSpan;
  readonly language: Language;
  /** Left out when the scene has neither dialogue nor action. */
  readonly affect?: Affect;
  /** Lines that carry the valence, the heaviest first. */
  readonly evidence: readonly Evidence[];
  /** Who speaks, in order of their first line. */
  readonly speakers: readonly string[];
  /** Number of segments that were read. */
  readonly segments: number;
  /** Number of tokens that were read, special ones included. */
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
  /** Index of its first scene, from 0. */
  readonly firstScene: number;
  /** Index of its last scene, from 0, inclusive. */
  readonly lastScene: number;
  /** Scene index, from 0, where the act begins, with its doubt. */
  readonly start: Estimate;
  readonly affect: Affect;
}

/** What a character's lines make people feel. */
export interface CharacterSentiment {
  /** Upper-case name without extensions. */
  readonly name: string;
  /** Number of cues. */
  readonly cues: number;
  /** Number of words spoken. */
  readonly words: number;
  readonly affect: Affect;
  /** Scenes the character speaks in (indices from 0, ascending), with the valence of the lines there, -1..1. */
  readonly scenes: readonly { readonly scene: number; readonly valence: number }[];
}

/** What a whole script makes people feel. */
export interface ScriptSentiment {
  readonly affect: Affect;
  /** Four acts, less those without a word to read; none when the script has too few scenes to have acts. */
  readonly acts: readonly ActSentiment[];
  /** Scenes that stand out most, the strongest first: at most five. */
  readonly strongest: readonly SceneSentiment[];
  /** By words spoken, most first: at most twenty. */
  readonly characters: readonly CharacterSentiment[];
}

/** How far an analysis is: numbers of scenes and of tokens. */
export interface Progress {
  /** Scenes that are ready, from 0. */
  readonly scenesDone: number;
  readonly scenesTotal: number;
  /** Tokens of the scenes that are ready; others may have been computed already. */
  readonly tokensDone: number;
  readonly tokensTotal: number;
}

/** The account an analysis gives of itself. */
export interface AnalysisInfo {
  /** A UUID. */
  readonly analysisId: string;
  /** Models that took part. */
  readonly models: readonly { readonly name: string; readonly version: string }[];
  readonly language: Language;
  /** Where the time went, in milliseconds. */
  readonly timing: {
    /** Fetching and parsing the script. */
    readonly parse: number;
    /** From the submission of its segments until their first batch began. */
    readonly queue: number;
    /** Sum over its batches; with several workers it can be more than the time that passed. */
    readonly inference: number;
    /** Turning model outputs into scores; overlaps with inference. */
    readonly insight: number;
    /** From the arrival of the request to the end of the answer. */
    readonly total: number;
  };
  /** Number of segments that were read. */
  readonly segments: number;
  /** How many of them were found already computed. */
  readonly cachedSegments: number;
  /** The stored script and its version, from 1; left out for a script that came inline. */
  readonly stored?: { readonly id: string; readonly version: number };
}

/** One event of a streamed analysis: the outline, then scenes in order, then the end. */
export type SentimentEvent = { readonly progress: Progress } & (
  | { readonly type: 'outline'; readonly outline: Outline }
  | { readonly type: 'scene'; readonly scene: SceneSentiment }
  | {
      readonly type: 'completed';
      readonly summary: ScriptSentiment;
      readonly scenes: readonly SceneSentiment[];
      readonly info: AnalysisInfo;
    }
);
