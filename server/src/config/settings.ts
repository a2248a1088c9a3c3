import os from 'node:os';
import path from 'node:path';
import { z } from 'zod';

const repository = path.resolve(import.meta.dirname, '../../..');

/** Models that come with the engine. */
export const SHIPPED_MODELS = path.join(repository, 'models/artifacts');

/** Licence variants of the encoder. */
export const VARIANTS = ['open', 'research'] as const;

/**
 * Every setting of the engine. Each is a key of the settings file, a flag (`--max-script-bytes`) and the environment
 * variable its description names; later wins: defaults < file < environment < flags.
 */
export const settingsSchema = z.object({
  host: z.string().default('0.0.0.0').describe('HOST: address to listen on.'),
  port: z.number().int().min(0).max(65535).default(3005).describe('PORT: gRPC port; 0 takes a free one.'),
  databaseUrl: z.url().optional().describe('DATABASE_URL: PostgreSQL; without it an embedded database is used.'),
  dataDir: z.string().default('.guionix').describe('GUIONIX_DATA_DIR: folder of the embedded database.'),
  sharedSchema: z
    .string()
    .min(1)
    .default('public')
    .describe(
      'GUIONIX_SHARED_SCHEMA: schema of the tables that the dashboard writes (peliculas, capas, minutos, beats), in the same database; they are only read and need not be there.',
    ),
  analysisRetentionDays: z
    .number()
    .int()
    .min(0)
    .optional()
    .describe(
      'GUIONIX_ANALYSIS_RETENTION_DAYS: days that analyses and feedback on them are kept; 0 keeps none, and without it they stay until they are deleted.',
    ),
  libraryDir: z
    .string()
    .min(1)
    .optional()
    .describe('GUIONIX_LIBRARY_DIR: folder of script files that jobs may analyse by the path of a folder in it.'),
  jobConcurrency: z
    .number()
    .int()
    .min(0)
    .max(64)
    .default(2)
    .describe('GUIONIX_JOB_CONCURRENCY: scripts of jobs that this replica analyses at once; 0 leaves jobs to others.'),
  jobLeaseMs: z
    .number()
    .int()
    .min(300)
    .default(15_000)
    .describe(
      "GUIONIX_JOB_LEASE_MS: time after which a script of a job is another replica's when nothing was heard of this one, in milliseconds.",
    ),
  jobRetentionDays: z
    .number()
    .int()
    .min(1)
    .default(30)
    .describe('GUIONIX_JOB_RETENTION_DAYS: days that jobs are kept after their end, and scripts that came with them.'),
  modelsDir: z.string().default(SHIPPED_MODELS).describe('GUIONIX_MODELS_DIR: folder of model versions.'),
  models: z
    .string()
    .regex(/^[a-z][a-z0-9-]*(@[\w.-]+)?(,[a-z][a-z0-9-]*(@[\w.-]+)?)*$/)
    .optional()
    .describe(
      'GUIONIX_MODELS: text encoders that are loaded at the start, with commas between; name@version for another than the newest. Without it, the encoder of the variant.',
    ),
  variant: z
    .enum(VARIANTS)
    .default('open')
    .describe(
      'GUIONIX_VARIANT: which encoder reads screenplays: `open` learned only from data that may be used commercially, `research` from all.',
    ),
  modelControl: z
    .enum(['none', 'explicit'])
    .default('none')
    .describe('GUIONIX_MODEL_CONTROL: whether calls may load and unload models and move labels.'),
  maxModelMemoryMib: z
    .number()
    .int()
    .min(1)
    .default(4096)
    .describe('GUIONIX_MAX_MODEL_MEMORY_MIB: memory that loaded models may take together, in MiB.'),
  precision: z
    .enum(['fp32', 'fp16', 'int8'])
    .optional()
    .describe('GUIONIX_PRECISION: number format of the graphs; the one its manifest names when left out.'),
  executionProvider: z
    .enum(['cpu', 'cuda', 'webgpu'])
    .default('cpu')
    .describe('GUIONIX_EXECUTION_PROVIDER: what computes in this process.'),
  remoteInference: z
    .string()
    .regex(/^[^\s/]+:\d+$/)
    .optional()
    .describe(
      'GUIONIX_REMOTE_INFERENCE: host:port of an Open Inference Protocol server that computes the graphs instead of this process.',
    ),
  remoteConcurrency: z
    .number()
    .int()
    .min(1)
    .max(256)
    .default(4)
    .describe('GUIONIX_REMOTE_CONCURRENCY: batches under way at the remote server.'),
  remoteTimeoutMs: z
    .number()
    .int()
    .min(1)
    .default(30_000)
    .describe('GUIONIX_REMOTE_TIMEOUT_MS: longest time that the remote server may take for a batch, in milliseconds.'),
  remoteVersion: z
    .enum(['default', 'same'])
    .default('default')
    .describe(
      "GUIONIX_REMOTE_VERSION: whether the remote server chooses the model's version, or serves it under the one it has here.",
    ),
  remoteTls: z.enum(['off', 'on']).default('off').describe('GUIONIX_REMOTE_TLS: whether the remote server speaks TLS.'),
  remoteTlsCa: z
    .string()
    .optional()
    .describe(
      'GUIONIX_REMOTE_TLS_CA: PEM file of the authorities that may sign its certificate; those that Node trusts when left out.',
    ),
  remoteTlsCert: z
    .string()
    .optional()
    .describe('GUIONIX_REMOTE_TLS_CERT: PEM file of the certificate that this engine shows to it.'),
  remoteTlsKey: z.string().optional().describe('GUIONIX_REMOTE_TLS_KEY: PEM file of the key of that certificate.'),
  workers: z
    .number()
    .int()
    .min(1)
    .max(256)
    .default(Math.min(2, os.availableParallelism()))
    .describe('GUIONIX_WORKERS: inference threads of a model; each holds it once.'),
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
  expressWorkers: z
    .number()
    .int()
    .min(0)
    .max(256)
    .default(1)
    .describe(
      'GUIONIX_EXPRESS_WORKERS: further inference threads of a model, for short texts that would wait for long batches.',
    ),
  expressNiceness: z
    .number()
    .int()
    .min(0)
    .max(19)
    .default(5)
    .describe(
      'GUIONIX_EXPRESS_NICENESS: Linux niceness of those threads; below that of the others, so that they overtake.',
    ),
  tokenBudget: z
    .number()
    .int()
    .min(1)
    .default(256)
    .describe('GUIONIX_TOKEN_BUDGET: most tokens of a batch, padding included.'),
  lookAheadMs: z
    .number()
    .int()
    .min(0)
    .default(100)
    .describe(
      'GUIONIX_LOOK_AHEAD_MS: how far before its turn a text may join a batch, in milliseconds of predicted computing.',
    ),
  cacheMib: z
    .number()
    .int()
    .min(0)
    .default(64)
    .describe('GUIONIX_CACHE_MIB: memory for the outputs of texts that were computed before, in MiB; 0 for none.'),
  resultCacheMib: z
    .number()
    .int()
    .min(0)
    .default(64)
    .describe(
      'GUIONIX_RESULT_CACHE_MIB: memory for analyses that may be asked for again and for their scenes, in MiB; 0 for none.',
    ),
  redisUrl: z.url().optional().describe('REDIS_URL: Redis behind that cache; without it memory is all there is.'),
  cacheTtlSeconds: z
    .number()
    .int()
    .min(1)
    .default(7 * 24 * 3600)
    .describe('GUIONIX_CACHE_TTL_SECONDS: how long Redis keeps outputs, in seconds.'),
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
