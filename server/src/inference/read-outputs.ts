import type { Manifest, OutputSpec } from './manifest.js';
import type { RowOutput } from './schedule/job.js';

/** A window of a text: its row of token ids and what the graph gave for it. */
export interface WindowOutput {
  readonly tokens: number;
  readonly row: RowOutput;
}

/**
 * Turns the raw tensors of a text's windows into its outputs, as the manifest says: activation and scale for each window,
 * mean over windows weighted by tokens, length 1 where asked for.
 */
export function readOutputs({ outputs }: Manifest, windows: readonly WindowOutput[]): Record<string, Float32Array> {
  return Object.fromEntries(outputs.map((spec) => [spec.name, readOutput(spec, windows)]));
}

function readOutput(spec: OutputSpec, windows: readonly WindowOutput[]): Float32Array {
  const mean = weightedMean(
    windows.map(({ row }) => activate(spec, row.tensors[spec.tensor]!)),
    windows.map(({ tokens }) => tokens),
  );
  return spec.normalize ? normalise(mean) : mean;
}

function activate({ activation, divisor }: OutputSpec, values: Float32Array): Float32Array {
  const activated = ACTIVATIONS[activation](values);
  return divisor === 1 ? activated : activated.map((value) => value / divisor);
}

const ACTIVATIONS: Record<OutputSpec['activation'], (values: Float32Array) => Float32Array> = {
  // A copy: the row is a view of its batch, which should not live as long as one text's outputs.
  identity: (values) => values.slice(),
  softmax,
  sigmoid: (logits) => logits.map((logit) => 1 / (1 + Math.exp(-logit))),
};

function softmax(logits: Float32Array): Float32Array {
  const highest = Math.max(...logits);
  const exponentials = logits.map((logit) => Math.exp(logit - highest));
  const sum = exponentials.reduce((total, value) => total + value, 0);
  return exponentials.map((value) => value / sum);
}

function weightedMean(vectors: readonly Float32Array[], weights: readonly number[]): Float32Array {
  if (vectors.length === 1) return vectors[0]!;
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const mean = new Float32Array(vectors[0]!.length);
  vectors.forEach((vector, v) => {
    for (let i = 0; i < mean.length; i++) mean[i]! += (vector[i]! * weights[v]!) / total;
  });
  return mean;
}

function normalise(vector: Float32Array): Float32Array {
  let squares = 0;
  for (const value of vector) squares += value * value;
  const norm = Math.sqrt(squares) || 1;
  for (let i = 0; i < vector.length; i++) vector[i]! /= norm;
  return vector;
}
