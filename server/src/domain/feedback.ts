/** What people say of an analysis. Types only. */
import type { BeatKind } from './beats.js';
import type { Emotion } from './emotions.js';

/** Which way a score is off: the right value is higher, or lower. */
export type CorrectionDirection = 'higher' | 'lower';

/** The five turning points of a film's plot. */
export const TURNING_POINTS = [
  'opportunity',
  'change_of_plans',
  'point_of_no_return',
  'major_setback',
  'climax',
] as const;

/** One of {@link TURNING_POINTS}. */
export type TurningPointKind = (typeof TURNING_POINTS)[number];

/** One thing that is wrong in an analysis, and what is right. Scenes count from 0, lines from 1. */
export type Correction =
  | {
      readonly type: 'tension' | 'valence';
      readonly scene: number;
      readonly direction: CorrectionDirection;
      /** Right value: tension 0..1, valence -1..1; left out when only the direction is known. */
      readonly value?: number;
    }
  | {
      readonly type: 'emotion';
      readonly scene: number;
      /** Lines it is about; left out for the whole scene. */
      readonly lines?: { readonly start: number; readonly end: number };
      /** Emotion that is not there. */
      readonly wrong?: Emotion;
      /** Emotion that is there. */
      readonly right?: Emotion;
    }
  | { readonly type: 'genre'; readonly genres: readonly string[] }
  | { readonly type: 'turning_point'; readonly kind: TurningPointKind; readonly scene: number }
  | { readonly type: 'beat'; readonly kind: BeatKind; readonly scene: number };

/** What somebody says of an analysis. */
export interface Opinion {
  readonly analysisId: string;
  /** Who; left out when nobody was named. */
  readonly userId?: string;
  /** How right it is, 0..5 in halves. */
  readonly accuracy?: number;
  /** How useful it is, 0..5 in halves. */
  readonly usefulness?: number;
  /** In the user's words; empty when there are none. Private: never logged. */
  readonly comments: string;
  readonly corrections: readonly Correction[];
}

/** An opinion as it is kept. */
export interface Feedback extends Opinion {
  readonly id: string;
  /** Models that made the analysis. */
  readonly models: readonly { readonly name: string; readonly version: string }[];
  readonly createdAt: Date;
}
