/** A reading: a segment and what the encoder said of it. Everything in this room is computed from readings. */
import type { Encoding, Segment } from '../domain/segment.js';

/** A segment with its encoding. */
export interface Reading {
  readonly segment: Segment;
  readonly encoding: Encoding;
}

/** Tokens over readings. */
export function countTokens(readings: readonly Reading[]): number {
  return readings.reduce((sum, { encoding }) => sum + encoding.tokens, 0);
}

/** L2-normalised mean of the embeddings, weighted by tokens. */
export function meanEmbedding(readings: readonly Reading[]): Float32Array {
  const mean = new Float32Array(readings[0]!.encoding.embedding.length);
  for (const { encoding } of readings) {
    const { embedding, tokens } = encoding;
    for (let i = 0; i < mean.length; i++) mean[i]! += embedding[i]! * tokens;
  }
  let squares = 0;
  for (const value of mean) squares += value * value;
  const norm = Math.sqrt(squares) || 1;
  return mean.map((value) => value / norm);
}
