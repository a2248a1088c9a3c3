/** Segments: the unit that the encoder reads. Types only. */
import type { SourceSpan } from './script.js';

/** A dialogue turn or an action paragraph, or a run of its sentences where it is longer than the model's window. */
export interface Segment {
  /** Index of the scene it stands in, from 0. */
  readonly scene: number;
  readonly kind: 'dialogue' | 'action';
  /** Who speaks, for dialogue. */
  readonly speaker?: string;
  readonly text: string;
  readonly span: SourceSpan;
}

/** What the encoder says of one text. All numbers are raw model outputs; see the model's manifest for their scales. */
export interface Encoding {
  /** Tokens of the text, the two special ones included. */
  readonly tokens: number;
  /** Valence, centred at 0 (EmoBank's 1..5 scale minus 3): negative is unpleasant, positive is pleasant. */
  readonly valence: number;
  /** Arousal, centred at 0 on the same scale: negative is calm, positive is excited. */
  readonly arousal: number;
  /** Probabilities of the polarity labels in the manifest's order; sum 1. */
  readonly polarity: Float32Array;
  /** Independent probabilities of the emotion labels in the manifest's order, each 0..1. */
  readonly emotion: Float32Array;
  /** L2-normalised sentence embedding. */
  readonly embedding: Float32Array;
}
