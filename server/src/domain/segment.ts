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

/** What the encoder says of one text. */
export interface Encoding extends Feeling {
  /** L2-normalised sentence embedding. */
  readonly embedding: Float32Array;
}

/** What one text makes people feel. */
export interface Feeling {
  /** Tokens of the text, the two special ones included. */
  readonly tokens: number;
  /** Valence, -1 (unpleasant) .. 1 (pleasant): the rating scale of the training data, centred and halved. */
  readonly valence: number;
  /** Arousal, -1 (calm) .. 1 (excited), on the same scale. */
  readonly arousal: number;
  /** Probabilities of the polarity labels in the manifest's order (see {@link POLARITIES}); sum 1. */
  readonly polarity: Float32Array;
  /** Independent probabilities of the emotion labels in the manifest's order, each 0..1. */
  readonly emotion: Float32Array;
}
