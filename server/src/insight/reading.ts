/** A reading: a segment and what the encoder said of it. Everything in this room is computed from readings. */
import type { Encoding, Feeling, Segment } from '../domain/segment.js';

/** A segment with what it makes people feel. */
export interface Reading {
  readonly segment: Segment;
  readonly encoding: Feeling;
}

/** Tokens over readings. */
export function countTokens(readings: readonly Pick<Reading, 'encoding'>[]): number {
  return readings.reduce((sum, { encoding }) => sum + encoding.tokens, 0);
}

/** L2-normalised mean of the embeddings, weighted by tokens. */
export function meanEmbedding(encodings: readonly Encoding[]): Float32Array {
  const mean = new Float32Array(encodings[0]!.embedding.length);
  for (const { embedding, tokens } of encodings) {
    for (let i = 0; i < mean.length; i++) mean[i]! += embedding[i]! * tokens;
  }
  let squares = 0;
  for (const value of mean) squares += value * value;
  const norm = Math.sqrt(squares) || 1;
  return mean.map((value) => value / norm);
}
