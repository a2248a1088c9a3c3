import type { Encoding } from '../domain/segment.js';
import type { Encoder } from '../inference/encoder.js';
import type { Encoders } from '../inference/encoders.js';
import type { InferOptions, ModelInput, VersionSelector } from '../inference/models.js';
import { shareBelow } from '../insight/affect.js';

/** How texts are computed. */
export interface EmbedOptions extends InferOptions {
  /** Version of the encoder; the default one when left out. */
  readonly version?: string;
}

/** What the encoder says of one text. */
export interface EmbeddedText {
  readonly encoding: Encoding;
  /** Share of the reference scenes whose valence is below the text's, 0..1. */
  readonly sentiment: number;
  /** The text was longer than the window of a model that cuts: its end was not read. */
  readonly truncated: boolean;
  /** Found, not computed. */
  readonly cached: boolean;
}

/** Texts under way. */
export interface EmbedJob {
  readonly encoder: Encoder;
  /** One a text, in order. A rejection that nobody reads is no fault. */
  readonly texts: readonly Promise<EmbeddedText>[];
  /** How many of the texts were found already computed. */
  readonly cached: number;
  /** Waiting before the first batch, in milliseconds. */
  readonly queueMs: number;
  /** Compute time so far, in milliseconds. */
  readonly computeMs: number;
}

/** Runs texts through the encoder, without a script around them. */
export class EmbedTexts {
  constructor(private readonly encoders: Pick<Encoders, 'acquire'>) {}

  /**
   * Queues texts.
   *
   * @throws EngineError MODEL_NOT_FOUND, MODEL_NOT_READY, and of {@link Encoder.encode}.
   */
  async embed(texts: readonly ModelInput[], { version, ...options }: EmbedOptions): Promise<EmbedJob> {
    const selector: VersionSelector = version === undefined ? {} : { version };
    const { encoder, calibration, release } = await this.encoders.acquire(selector);
    try {
      const job = await encoder.encode(texts, options);
      void Promise.allSettled(job.encodings).then(release);
      const read = async (i: number): Promise<EmbeddedText> => {
        const encoding = await job.encodings[i]!;
        const { truncated, cached } = await job.outputs[i]!;
        return { encoding, sentiment: shareBelow(encoding.valence, calibration.sceneValence), truncated, cached };
      };
      const results = texts.map((_, i) => read(i));
      for (const result of results) result.catch(() => undefined);
      return {
        encoder,
        texts: results,
        cached: job.cached,
        get queueMs() {
          return job.queueMs;
        },
        get computeMs() {
          return job.computeMs;
        },
      };
    } catch (error) {
      release();
      throw error;
    }
  }
}
