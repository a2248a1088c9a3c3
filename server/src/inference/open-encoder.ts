import { Encoder } from './encoder.js';
import { loadModel } from './model-repository.js';
import { Scheduler } from './scheduler.js';
import { openTokenizer } from './tokenizer.js';
import { type OnWorkerFault, WorkerExecutor } from './worker-executor.js';

/** What the encoder is opened with; names and units are those of the settings. */
export interface EncoderSettings {
  readonly modelsDir: string;
  /** Version; the newest when left out. */
  readonly encoder?: string | undefined;
  readonly workers: number;
  readonly workerThreads: number;
  readonly workerNiceness: number;
  readonly tokenBudget: number;
  readonly lookAhead: number;
  readonly maxQueuedTokens: number;
}

/** An encoder that is ready, and how to end it. */
export interface OpenEncoder {
  readonly encoder: Encoder;
  /** Waits for the work in flight and frees the workers. */
  close(): Promise<void>;
}

/**
 * Verifies the encoder's files, starts its workers and passes their load gate.
 *
 * @throws EngineError MODEL_MISSING or MODEL_CORRUPT.
 */
export async function openEncoder(settings: EncoderSettings, onFault?: OnWorkerFault): Promise<OpenEncoder> {
  const { manifest, files } = await loadModel(settings.modelsDir, 'encoder', settings.encoder);
  // One after the other: a tokenizer that fails must not leave workers behind.
  const tokenizer = await openTokenizer(files.tokenizer);
  const executor = await WorkerExecutor.start(
    {
      manifest,
      modelFile: files.model,
      threads: settings.workerThreads,
      niceness: settings.workerNiceness,
      workers: settings.workers,
    },
    onFault,
  );
  const scheduler = new Scheduler(executor, settings, () => performance.now());
  return {
    encoder: new Encoder(manifest, tokenizer, scheduler),
    async close() {
      await scheduler.idle();
      await executor.close();
    },
  };
}
