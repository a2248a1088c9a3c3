import { Encoder } from './encoder.js';
import { ENCODERS, type Variant } from './encoders.js';
import { loadModel } from './model-files.js';
import { type ModelSettings, openModel } from './open-model.js';
import type { OutputCache } from './output-cache.js';

/** Keeps nothing. */
const NO_CACHE: OutputCache = {
  getMany: async (keys) => keys.map(() => undefined),
  forget: async () => undefined,
  set: () => undefined,
};

/** What an encoder is opened with. */
export interface EncoderSettings extends ModelSettings {
  readonly modelsDir: string;
  readonly variant: Variant;
}

/** An encoder that is ready, and how to end it. */
export interface OpenEncoder {
  readonly encoder: Encoder;
  /** Waits for the work in flight and frees the workers. */
  close(): Promise<void>;
}

/**
 * Opens the newest version of a variant's encoder by itself, without a server around it or a cache before it: for measuring and
 * fitting.
 *
 * @throws EngineError MODEL_MISSING, MODEL_CORRUPT.
 */
export async function openEncoder(settings: EncoderSettings): Promise<OpenEncoder> {
  const verified = await loadModel(settings.modelsDir, ENCODERS[settings.variant], undefined, settings.precision);
  const { model, close } = await openModel(verified, settings, NO_CACHE);
  return { encoder: new Encoder(model), close };
}
