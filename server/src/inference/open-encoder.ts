import { Encoder } from './encoder.js';
import { ENCODER } from './encoders.js';
import { loadModel } from './model-files.js';
import { type ModelSettings, openModel } from './open-model.js';
import type { OutputCache } from './output-cache.js';

/** Keeps nothing. */
const NO_CACHE: OutputCache = {
  getMany: async (keys) => keys.map(() => undefined),
  forget: async () => undefined,
  set: () => undefined,
};

/** An encoder that is ready, and how to end it. */
export interface OpenEncoder {
  readonly encoder: Encoder;
  /** Waits for the work in flight and frees the workers. */
  close(): Promise<void>;
}

/**
 * Opens the newest version of the encoder by itself, without a server around it or a cache before it: for measuring and
 * fitting.
 *
 * @throws EngineError MODEL_MISSING, MODEL_CORRUPT.
 */
export async function openEncoder(settings: ModelSettings & { readonly modelsDir: string }): Promise<OpenEncoder> {
  const verified = await loadModel(settings.modelsDir, ENCODER, undefined, settings.precision);
  const { model, close } = await openModel(verified, settings, NO_CACHE);
  return { encoder: new Encoder(model), close };
}
