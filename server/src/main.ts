/** Composition root: the only place that knows every room. */
import { randomUUID } from 'node:crypto';
import { createMemoryResults } from './cache/memory-results.js';
import { createMemoryScenes } from './cache/memory-scenes.js';
import { type OpenCache, openCache } from './cache/open-cache.js';
import { type Settings, SHIPPED_MODELS } from './config/settings.js';
import type { SentimentEvent } from './domain/sentiment.js';
import { ENCODERS, Encoders } from './inference/encoders.js';
import { loadCalibration } from './inference/model-files.js';
import { ModelRepository } from './inference/model-repository.js';
import { openModel } from './inference/open-model.js';
import { Parser } from './screenplay/parser.js';
import { lazyStore } from './storage/lazy-store.js';
import { openLibraryFolder } from './storage/library-folder.js';
import { openStore } from './storage/store.js';
import type { Log } from './telemetry/log.js';
import { listen } from './transport/server.js';
import type { AnalyzeItemParts } from './usecase/analyze-item.js';
import { AnalyzeSentiment } from './usecase/analyze-sentiment.js';
import { EmbedTexts } from './usecase/embed-texts.js';
import type { JobQueue } from './usecase/job-queue.js';
import { keepRetention, type RetentionSettings } from './usecase/retention.js';
import { JobRunner } from './usecase/run-jobs.js';
import { ScriptLibrary } from './usecase/script-library.js';

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
 * @throws EngineError MODEL_NOT_FOUND, MODEL_MISSING, MODEL_CORRUPT, PROVIDER_MISSING, REMOTE_UNAVAILABLE or STORAGE_UNAVAILABLE, or the
 * error of a port that is taken.
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
    const cache = openCache({ ...settings, log });
    closers.push(() => cache.close());
    const models = createModels(settings, log, cache);
    closers.push(() => models.close());
    const reader = ENCODERS[settings.variant];
    const encoders = new Encoders(models, reader, (encoder) => loadCalibration(settings.modelsDir, encoder));
    const loaded = settings.models ?? reader;
    await loadModels(loaded, reader, models, encoders);
    const { databaseUrl, dataDir, sharedSchema, maxScriptBytes } = settings;
    const open = () => openStore({ ...(databaseUrl ? { databaseUrl } : { dataDir }), sharedSchema, log });
    const store = storage === 'at start' ? await open() : lazyStore(open);
    closers.push(() => store.close());
    const parser = new Parser({
      maxBytes: maxScriptBytes,
      timeoutMs: settings.parseTimeoutMs,
      models: [settings.modelsDir, SHIPPED_MODELS],
    });
    closers.push(() => parser.close());
    const scripts = store.scripts;
    const library = new ScriptLibrary(scripts, store.shared);
    const parse = parser.parse.bind(parser);
    const now = () => performance.now();
    const results = createMemoryResults<readonly SentimentEvent[]>(settings.resultCacheMib / 2);
    const scenes = createMemoryScenes(settings.resultCacheMib / 2);
    const keepsNone = { put: async () => undefined };
    const analyzeSentiment = new AnalyzeSentiment({
      scripts: library,
      parse,
      encoders,
      results,
      scenes,
      analyses: settings.analysisRetentionDays === 0 ? keepsNone : store.analyses,
      now,
      newId: randomUUID,
    });
    const embedTexts = new EmbedTexts(encoders);
    const folder = settings.libraryDir === undefined ? {} : { folder: openLibraryFolder(settings.libraryDir) };
    const runner = createRunner(settings, log, { queue: store.queue, analyze: analyzeSentiment, library, ...folder });
    closers.push(() => runner.close());
    const transport = await listen(
      {
        scripts,
        library,
        parse,
        results,
        forgetTexts: (texts) => {
          scenes.clear();
          return forgetTexts(encoders, texts);
        },
        maxScriptBytes,
        analyses: store.analyses,
        jobs: store.jobs,
        feedback: store.feedback,
        insights: store.insights,
        userData: store.userData,
        newId: randomUUID,
        wake: () => runner.wake(),
        ...folder,
        analyzeSentiment,
        embedTexts,
        models,
        log,
      },
      settings,
    );
    closers.push(() => transport.close());
    if (storage === 'at start') {
      runner.start();
      const retention = keepRetention(store.userData, retentionOf(settings), log);
      closers.push(async () => retention.stop());
    }
    log.info({ port: transport.port, models: loaded, variant: settings.variant, workers: settings.workers }, 'serving');
    return { port: transport.port, close: closeAll };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

function createModels(settings: Settings, log: Log, cache: OpenCache): ModelRepository {
  const onFault = () => log.error('a worker died and could not be replaced; trying again');
  return new ModelRepository({
    root: settings.modelsDir,
    open: (verified) => openModel(verified, settings, cache, onFault),
    precision: settings.precision,
    control: settings.modelControl,
    // A remote server holds the graph itself.
    copies: settings.remoteInference ? 0 : settings.workers + settings.expressWorkers,
    maxMemoryMiB: settings.maxModelMemoryMib,
    residentBytes: () => process.memoryUsage.rss(),
  });
}

/** Milliseconds between two looks for work that other replicas may have been given. */
const IDLE_MS = 1000;

function createRunner(
  settings: Settings,
  log: Log,
  { queue, ...parts }: AnalyzeItemParts & { queue: JobQueue },
): JobRunner {
  const { jobConcurrency: concurrency, jobLeaseMs: leaseMs } = settings;
  return new JobRunner(queue, parts, { worker: randomUUID(), concurrency, leaseMs, idleMs: IDLE_MS }, log);
}

function retentionOf({ analysisRetentionDays, jobRetentionDays }: Settings): RetentionSettings {
  return { analysisDays: analysisRetentionDays, jobDays: jobRetentionDays };
}

/** Forgets what the encoder that answers now computed for texts. */
async function forgetTexts(encoders: Encoders, texts: readonly string[]): Promise<void> {
  const { encoder, release } = await encoders.acquire();
  await encoder.forget(texts).finally(release);
}

/** Loads what is to be served from the start; the encoder that reads screenplays with its calibration. */
async function loadModels(names: string, reader: string, models: ModelRepository, encoders: Encoders): Promise<void> {
  for (const name of names.split(',')) {
    const [model, version] = name.split('@');
    await models.start(model!, version);
    if (model === reader) (await encoders.acquire()).release();
  }
}
