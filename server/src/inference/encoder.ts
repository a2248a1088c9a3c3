import { EMOTIONS, type Emotion, POLARITIES, type PolarityName } from '../domain/emotions.js';
import { EngineError } from '../domain/errors.js';
import type { Encoding } from '../domain/segment.js';
import type { Manifest, OutputSpec } from './manifest.js';
import type { InferOptions, ModelInput, TextJob, TextModel, TextOutputs } from './models.js';

/** The texts of one request on their way through the encoder. */
export interface EncodeJob {
  /** Tokens of each text, in order. */
  readonly tokens: readonly number[];
  /** One encoding a text, in order. A rejection that nobody reads is no fault. */
  readonly encodings: readonly Promise<Encoding>[];
  /** What the model said of each text: tokens, and whether it was cut or found. */
  readonly outputs: readonly Promise<TextOutputs>[];
  /** How many of the texts were found in the cache. */
  readonly cached: number;
  /** Waiting before the first batch, in milliseconds. */
  readonly queueMs: number;
  /** Compute time so far, in milliseconds. */
  readonly computeMs: number;
}

/** Outputs that a model must have to read screenplays, and their labels. */
const HEADS: Readonly<Record<'embedding' | 'polarity' | 'emotion' | 'affect', readonly string[]>> = {
  embedding: [],
  polarity: POLARITIES,
  emotion: EMOTIONS,
  affect: ['valence', 'arousal'],
};

/** What a text encoder says of the lines of a screenplay: its outputs by what they mean. */
export class Encoder {
  /** Labels of {@link Encoding.emotion} in order. */
  readonly emotions: readonly Emotion[];
  /** Labels of {@link Encoding.polarity} in order. */
  readonly polarities: readonly PolarityName[];
  private readonly valence: number;
  private readonly arousal: number;

  /** @throws EngineError MODEL_CORRUPT when the model lacks an output that is needed here. */
  constructor(private readonly text: TextModel) {
    const labels = headLabels(text.manifest);
    this.emotions = labels.emotion as Emotion[];
    this.polarities = labels.polarity as PolarityName[];
    this.valence = labels.affect.indexOf('valence');
    this.arousal = labels.affect.indexOf('arousal');
  }

  /** Name and version of the model. */
  get model(): { readonly name: string; readonly version: string } {
    return { name: this.text.manifest.name, version: this.text.manifest.version };
  }

  /**
   * Queues texts. Texts longer than the model's window are read in parts and averaged by tokens.
   *
   * @throws EngineError as {@link TextModel.infer}.
   */
  async encode(texts: readonly ModelInput[], options: InferOptions): Promise<EncodeJob> {
    const job = await this.text.infer(texts, options);
    const encodings = job.outputs.map((outputs) => this.read(outputs));
    for (const encoding of encodings) encoding.catch(() => undefined);
    return new EncodedTexts(encodings, job);
  }

  /** Forgets what was computed for texts. */
  forget(texts: readonly string[]): Promise<void> {
    return this.text.forget(texts);
  }

  private async read(pending: Promise<TextOutputs>): Promise<Encoding> {
    const { tokens, values } = await pending;
    const affect = values['affect']!;
    return {
      tokens,
      valence: affect[this.valence]!,
      arousal: affect[this.arousal]!,
      polarity: values['polarity']!,
      emotion: values['emotion']!,
      embedding: values['embedding']!,
    };
  }
}

class EncodedTexts implements EncodeJob {
  constructor(
    readonly encodings: readonly Promise<Encoding>[],
    private readonly job: TextJob,
  ) {}

  get tokens(): readonly number[] {
    return this.job.tokens;
  }

  get outputs(): readonly Promise<TextOutputs>[] {
    return this.job.outputs;
  }

  get cached(): number {
    return this.job.cached;
  }

  get queueMs(): number {
    return this.job.queueMs;
  }

  get computeMs(): number {
    return this.job.computeMs;
  }
}

function headLabels({ name, version, outputs }: Manifest): Record<keyof typeof HEADS, readonly string[]> {
  const labelsOf = (head: keyof typeof HEADS): readonly string[] => {
    const output: OutputSpec | undefined = outputs.find((one) => one.name === head);
    const labels = output?.labels ?? [];
    const known = [...labels].sort().join() === [...HEADS[head]].sort().join();
    if (output !== undefined && known) return labels;
    const wanted = HEADS[head].length > 0 ? ` with the labels ${HEADS[head].join(', ')}` : '';
    throw new EngineError('MODEL_CORRUPT', `Model ${name} ${version} has no output "${head}"${wanted}.`);
  };
  return {
    embedding: labelsOf('embedding'),
    polarity: labelsOf('polarity'),
    emotion: labelsOf('emotion'),
    affect: labelsOf('affect'),
  };
}
