import type { Emotion, PolarityName } from '../domain/emotions.js';
import type { Encoding } from '../domain/segment.js';
import type { Manifest } from './manifest.js';
import type { Job, JobOptions, RowOutput, Scheduler } from './scheduler.js';
import type { Tokenizer } from './tokenizer.js';
import { packWindows, splitSentences } from './window.js';

/** The texts of one request on their way through the model. */
export interface EncodeJob {
  /** Tokens of each text, in order. */
  readonly tokens: readonly number[];
  /** One encoding a text, in order. */
  readonly encodings: readonly Promise<Encoding>[];
  /** Waiting before the first batch, in milliseconds. */
  readonly queueMs: number;
  /** Compute time so far, in milliseconds. */
  readonly computeMs: number;
}

/** Turns texts into encodings: tokenise → fit the window → schedule → read the heads. */
export class Encoder {
  constructor(
    private readonly manifest: Manifest,
    private readonly tokenizer: Tokenizer,
    private readonly scheduler: Scheduler,
  ) {}

  /** Name and version of the model. */
  get model(): { readonly name: string; readonly version: string } {
    return { name: this.manifest.name, version: this.manifest.version };
  }

  /** Labels of {@link Encoding.emotion} in order. */
  get emotions(): readonly Emotion[] {
    return this.manifest.outputs.emotion.labels;
  }

  /** Labels of {@link Encoding.polarity} in order. */
  get polarities(): readonly PolarityName[] {
    return this.manifest.outputs.polarity.labels;
  }

  /**
   * Queues texts. Texts longer than the model's window are read in parts and averaged by tokens.
   *
   * @throws EngineError SCRIPT_TOO_LARGE or OVERLOADED of the scheduler; the signal's reason when aborted.
   */
  async encode(texts: readonly string[], options: JobOptions): Promise<EncodeJob> {
    const windows = await this.windowsOf(texts);
    const job = this.scheduler.submit(windows.flat(), options);
    let first = 0;
    const encodings = windows.map((parts) => {
      const rows = job.rows.slice(first, first + parts.length);
      first += parts.length;
      return this.read(parts, rows);
    });
    // The caller reads them in order and may stop at the first failure; the rest must not count as unhandled.
    for (const encoding of encodings) encoding.catch(() => undefined);
    return new ScheduledEncoding(windows.map(tokenCount), encodings, job);
  }

  private async windowsOf(texts: readonly string[]): Promise<Int32Array[][]> {
    const { window } = this.manifest.tokens;
    const whole = await this.tokenizer.encode(texts);
    return Promise.all(
      whole.map(async (ids, index) =>
        ids.length <= window ? [ids] : packWindows(await this.tokenizer.encode(splitSentences(texts[index]!)), window),
      ),
    );
  }

  private async read(parts: readonly Int32Array[], rows: readonly Promise<RowOutput>[]): Promise<Encoding> {
    const outputs = await Promise.all(rows);
    const { embedding, polarity, emotion, affect } = this.manifest.outputs;
    const mean = (name: string, activation: (values: Float32Array) => Float32Array) =>
      weightedMean(
        outputs.map(({ tensors }) => activation(tensors[name]!)),
        parts.map((ids) => ids.length),
      );
    const affects = mean(affect.name, (values) => values.map((value) => value / affect.halfRange));
    return {
      tokens: tokenCount(parts),
      valence: affects[affect.labels.indexOf('valence')]!,
      arousal: affects[affect.labels.indexOf('arousal')]!,
      polarity: mean(polarity.name, softmax),
      emotion: mean(emotion.name, sigmoid),
      embedding: normalise(mean(embedding.name, identity)),
    };
  }
}

class ScheduledEncoding implements EncodeJob {
  constructor(
    readonly tokens: readonly number[],
    readonly encodings: readonly Promise<Encoding>[],
    private readonly job: Job,
  ) {}

  get queueMs(): number {
    return this.job.queueMs;
  }

  get computeMs(): number {
    return this.job.computeMs;
  }
}

function tokenCount(parts: readonly Int32Array[]): number {
  return parts.reduce((sum, ids) => sum + ids.length, 0);
}

function identity(values: Float32Array): Float32Array {
  return values;
}

function softmax(logits: Float32Array): Float32Array {
  const highest = Math.max(...logits);
  const exponentials = logits.map((logit) => Math.exp(logit - highest));
  const sum = exponentials.reduce((total, value) => total + value, 0);
  return exponentials.map((value) => value / sum);
}

function sigmoid(logits: Float32Array): Float32Array {
  return logits.map((logit) => 1 / (1 + Math.exp(-logit)));
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
  const norm = Math.hypot(...vector) || 1;
  return vector.map((value) => value / norm);
}
