import type { Calibration } from '../domain/calibration.js';
import type { Emotion, PolarityName } from '../domain/emotions.js';
import type { Affect, Estimate, Interval } from '../domain/sentiment.js';
import { bootstrapIntervals } from './bootstrap.js';
import type { Reading } from './reading.js';

/** Order in which the encoder gives the labels of its distributions. */
export interface LabelOrder {
  readonly emotions: readonly Emotion[];
  readonly polarities: readonly PolarityName[];
}

/** Turns readings into affect for one calibration and label order. */
export type Appraise = (readings: readonly Felt[]) => Affect;

/** A reading, whatever its words are. */
type Felt = Pick<Reading, 'encoding'>;

/** Makes the function that turns readings into affect. Readings must not be empty. */
export function createAppraise(calibration: Calibration, labels: LabelOrder): Appraise {
  return (readings) => {
    const [valence, arousal] = estimateAffect(readings);
    return {
      sentiment: percentile(valence, calibration.sceneValence),
      valence,
      arousal,
      emotions: shares(readings, labels.emotions, ({ encoding }) => encoding.emotion),
      polarity: shares(readings, labels.polarities, ({ encoding }) => encoding.polarity),
    };
  };
}

function estimateAffect(readings: readonly Felt[]): [valence: Estimate, arousal: Estimate] {
  const rows = readings.length;
  const [weights, valence, arousal] = [new Float64Array(rows), new Float64Array(rows), new Float64Array(rows)];
  for (let row = 0; row < rows; row++) {
    const { encoding } = readings[row]!;
    weights[row] = encoding.tokens;
    valence[row] = encoding.valence;
    arousal[row] = encoding.arousal;
  }
  const [ofValence, ofArousal] = bootstrapIntervals(valence, arousal, weights);
  return [toEstimate(valence, weights, ofValence), toEstimate(arousal, weights, ofArousal)];
}

function toEstimate(values: Float64Array, weights: Float64Array, interval: Interval | undefined): Estimate {
  let [sum, total] = [0, 0];
  for (let row = 0; row < values.length; row++) {
    sum += values[row]! * weights[row]!;
    total += weights[row]!;
  }
  return { value: sum / total, ...(interval && { interval }) };
}

/** Maps an estimate to its place among ascending reference values: the share of them that lies below, 0..1. */
function percentile({ value, interval }: Estimate, reference: readonly number[]): Estimate {
  return {
    value: shareBelow(value, reference),
    ...(interval && {
      interval: { ...interval, low: shareBelow(interval.low, reference), high: shareBelow(interval.high, reference) },
    }),
  };
}

/** Share of a distribution, given by its quantiles 0, 1/n, …, 1, that lies below a value; linear between quantiles. */
export function shareBelow(value: number, quantiles: readonly number[]): number {
  const last = quantiles.length - 1;
  if (value <= quantiles[0]!) return 0;
  if (value >= quantiles[last]!) return 1;
  const above = quantiles.findIndex((quantile) => quantile > value);
  const low = quantiles[above - 1]!;
  const high = quantiles[above]!;
  return (above - 1 + (value - low) / (high - low)) / last;
}

/** Mean of distributions, each scaled to sum 1, weighted by tokens. */
function shares<Label extends string>(
  readings: readonly Felt[],
  labels: readonly Label[],
  distribution: (reading: Felt) => Float32Array,
): Record<Label, number> {
  const sums = new Float64Array(labels.length);
  let total = 0;
  for (const reading of readings) {
    const { tokens } = reading.encoding;
    const values = distribution(reading);
    let whole = 0;
    for (let i = 0; i < values.length; i++) whole += values[i]!;
    for (let i = 0; i < sums.length; i++) sums[i]! += (values[i]! / whole) * tokens;
    total += tokens;
  }
  return Object.fromEntries(labels.map((label, i) => [label, sums[i]! / total])) as Record<Label, number>;
}
