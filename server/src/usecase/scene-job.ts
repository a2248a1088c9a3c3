import { createHash } from 'node:crypto';
import type { Segment } from '../domain/segment.js';
import type { EncodeJob } from '../inference/encoder.js';
import type { EncoderLease } from '../inference/encoders.js';
import type { InferOptions } from '../inference/models.js';
import type { Appraise } from '../insight/affect.js';
import { impress, type SceneImpression } from '../insight/scene-sentiment.js';
import type { SceneCache } from './scene-cache.js';

/** What the numbers of a segment take in memory, with the objects that hold them, in bytes. */
const BYTES_PER_FEELING = 600;

/** The same for what a scene has beside its segments. */
const BYTES_PER_IMPRESSION = 2048;

/** What scenes are read with. */
export interface SceneReader {
  readonly lease: EncoderLease;
  readonly appraise: Appraise;
  /** Impressions of scenes that were read before: a new draft costs the scenes that changed. */
  readonly known: SceneCache;
}

/** A scene of a script that is being read. */
interface PendingScene {
  readonly key: string;
  readonly known: SceneImpression | undefined;
  /** Place of its first segment among those that were given to the encoder. */
  readonly first: number;
  readonly segments: number;
}

/** The scenes of one script on their way to what they make people feel: those that are known, the others by the encoder. */
export class SceneJob {
  private constructor(
    private readonly reader: SceneReader,
    private readonly scenes: readonly PendingScene[],
    private readonly job: EncodeJob,
  ) {}

  /**
   * Looks scenes up, each given by its segments, and queues the segments of those that are not known.
   *
   * @throws EngineError as {@link Encoder.encode}.
   */
  static async start(
    byScene: readonly (readonly Segment[])[],
    reader: SceneReader,
    options: InferOptions,
  ): Promise<SceneJob> {
    const texts: string[] = [];
    const scenes = byScene.map((segments) => {
      const own = segments.map(({ text }) => text);
      const key = sceneKey(own, reader.lease);
      const known = reader.known.get(key);
      const first = texts.length;
      if (!known) for (const text of own) texts.push(text);
      return { key, known, first, segments: segments.length };
    });
    return new SceneJob(reader, scenes, await reader.lease.encoder.encode(texts, options));
  }

  /** Number of segments. */
  get segments(): number {
    return this.scenes.reduce((sum, { segments }) => sum + segments, 0);
  }

  /** How many segments were computed before. */
  get cached(): number {
    return this.segments - this.job.tokens.length + this.job.cached;
  }

  /** Waiting before the first batch, in milliseconds. */
  get queueMs(): number {
    return this.job.queueMs;
  }

  /** Compute time so far, in milliseconds. */
  get computeMs(): number {
    return this.job.computeMs;
  }

  /** Tokens of each scene, in order. */
  countTokens(): number[] {
    return this.scenes.map(({ known, first, segments }) => {
      const tokens = known ? known.feelings.map((one) => one.tokens) : this.job.tokens.slice(first, first + segments);
      return tokens.reduce((sum, count) => sum + count, 0);
    });
  }

  /**
   * Resolves when the segments of a scene (its index, from 0) are computed, to the rest of the work: taking the impression
   * of them.
   */
  async ready(scene: number): Promise<() => SceneImpression> {
    const { key, known, first, segments } = this.scenes[scene]!;
    if (known) return () => known;
    const encodings = await Promise.all(this.job.encodings.slice(first, first + segments));
    return () => {
      const impression = impress(encodings, this.reader.appraise);
      this.reader.known.set(key, impression, estimateBytes(impression));
      return impression;
    };
  }
}

/** Everything that an impression depends on, and nothing of the script that could be read from it. */
function sceneKey(texts: readonly string[], { encoder, calibration }: EncoderLease): string {
  const models = [encoder.model, calibration.version];
  return createHash('sha256')
    .update(JSON.stringify([models, texts]))
    .digest('base64');
}

function estimateBytes({ feelings, embedding }: SceneImpression): number {
  return BYTES_PER_IMPRESSION + BYTES_PER_FEELING * feelings.length + (embedding?.byteLength ?? 0);
}
