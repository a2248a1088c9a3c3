/** Composition root: the only place that knows every room. */
import { randomUUID } from 'node:crypto';
import type { Settings } from './config/settings.js';
import { loadCalibration } from './inference/model-repository.js';
import { openEncoder } from './inference/open-encoder.js';
import { Parser } from './screenplay/parser.js';
import { lazyStore } from './storage/lazy-store.js';
import { openStore } from './storage/store.js';
import type { Log } from './telemetry/log.js';
import { listen } from './transport/server.js';
import { AnalyzeSentiment } from './usecase/analyze-sentiment.js';

/** A running engine. */
export interface Engine {
  /** Port it listens on. */
  readonly port: number;
  /** Drains and stops; resolves when nothing is left running. */
  close(): Promise<void>;
}

/**
 * Starts the engine: models verified, database open (or left until it is used), port bound. Nothing is left running when
 * it fails.
 *
 * @throws EngineError MODEL_MISSING, MODEL_CORRUPT or STORAGE_UNAVAILABLE, or the error of a port that is taken.
 */
export async function startEngine(
  settings: Settings,
  log: Log,
  storage: 'at start' | 'when used' = 'at start',
): Promise<Engine> {
  const closers: (() => Promise<void>)[] = [];
  const closeAll = async () => {
    for (const close of closers.splice(0).reverse()) await close();
  };
  try {
    const opened = await openEncoder(settings, () =>
      log.error('a worker died and could not be replaced; trying again'),
    );
    closers.push(() => opened.close());
    const calibration = await loadCalibration(settings.modelsDir, opened.encoder.model);
    const { databaseUrl, dataDir, maxScriptBytes } = settings;
    const open = () => openStore({ ...(databaseUrl ? { databaseUrl } : { dataDir }), log });
    const store = storage === 'at start' ? await open() : lazyStore(open);
    closers.push(() => store.close());
    const parser = new Parser({ maxBytes: maxScriptBytes, timeoutMs: settings.parseTimeoutMs });
    closers.push(() => parser.close());
    const scripts = store.scripts;
    const parse = parser.parse.bind(parser);
    const now = () => performance.now();
    const parts = { scripts, parse, encoder: opened.encoder, calibration, now, newId: randomUUID };
    const analyzeSentiment = new AnalyzeSentiment(parts);
    const transport = await listen({ scripts, parse, maxScriptBytes, analyzeSentiment, log }, settings);
    closers.push(() => transport.close());
    log.info({ port: transport.port, model: opened.encoder.model, workers: settings.workers }, 'serving');
    return { port: transport.port, close: closeAll };
  } catch (error) {
    await closeAll();
    throw error;
  }
}
