import os from 'node:os';
import path from 'node:path';
import { z } from 'zod';

const repository = path.resolve(import.meta.dirname, '../../..');

/**
 * Every setting of the engine. Each is a key of the settings file, a flag (`--max-script-bytes`) and the environment
 * variable its description names; later wins: defaults < file < environment < flags.
 */
export const settingsSchema = z.object({
  host: z.string().default('0.0.0.0').describe('HOST: address to listen on.'),
  port: z.number().int().min(0).max(65535).default(3005).describe('PORT: gRPC port; 0 takes a free one.'),
  databaseUrl: z.url().optional().describe('DATABASE_URL: PostgreSQL; without it an embedded database is used.'),
  dataDir: z.string().default('.guionix').describe('GUIONIX_DATA_DIR: folder of the embedded database.'),
  modelsDir: z
    .string()
    .default(path.join(repository, 'models/artifacts'))
    .describe('GUIONIX_MODELS_DIR: folder of model versions.'),
  encoder: z.string().optional().describe('GUIONIX_ENCODER: version of the encoder; the newest when left out.'),
  workers: z
    .number()
    .int()
    .min(1)
    .max(256)
    .default(Math.min(2, os.availableParallelism()))
    .describe('GUIONIX_WORKERS: inference threads; each holds the model once.'),
  workerThreads: z
    .number()
    .int()
    .min(1)
    .max(64)
    .default(1)
    .describe('GUIONIX_WORKER_THREADS: ONNX threads of one inference thread.'),
  workerNiceness: z
    .number()
    .int()
    .min(0)
    .max(19)
    .default(10)
    .describe('GUIONIX_WORKER_NICENESS: Linux niceness of inference threads, so that the event loop goes first.'),
  tokenBudget: z
    .number()
    .int()
    .min(1)
    .default(512)
    .describe('GUIONIX_TOKEN_BUDGET: most tokens of a batch, padding included.'),
  lookAhead: z
    .number()
    .int()
    .min(1)
    .default(32)
    .describe('GUIONIX_LOOK_AHEAD: waiting texts a batch may be chosen from.'),
  maxQueuedTokens: z
    .number()
    .int()
    .min(1)
    .default(1_000_000)
    .describe(
      'GUIONIX_MAX_QUEUED_TOKENS: tokens waiting before calls are refused; also the longest script, some thirty features.',
    ),
  maxScriptBytes: z
    .number()
    .int()
    .min(1)
    .default(16 * 1024 * 1024)
    .describe('GUIONIX_MAX_SCRIPT_BYTES: largest script.'),
  maxMessageBytes: z
    .number()
    .int()
    .min(1)
    .default(64 * 1024 * 1024)
    .describe(
      'GUIONIX_MAX_MESSAGE_BYTES: largest gRPC message; above the script limit, so that a large script gets its own error.',
    ),
  parseTimeoutMs: z
    .number()
    .int()
    .min(1)
    .default(20_000)
    .describe('GUIONIX_PARSE_TIMEOUT_MS: longest time to read one script, in milliseconds.'),
  drainMs: z
    .number()
    .int()
    .min(0)
    .default(20_000)
    .describe('GUIONIX_DRAIN_MS: time that calls get to finish after SIGTERM, in milliseconds.'),
  logLevel: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'silent'])
    .default('info')
    .describe('GUIONIX_LOG_LEVEL: least level that is logged.'),
});

/** The engine's settings, complete and checked. */
export type Settings = Readonly<z.infer<typeof settingsSchema>>;
