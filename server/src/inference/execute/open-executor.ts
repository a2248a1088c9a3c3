import type { Precision } from '../manifest.js';
import type { VerifiedModel } from '../model-files.js';
import type { Executor } from './executor.js';
import { RemoteExecutor } from './remote-executor.js';
import { type OnWorkerFault, WorkerExecutor } from './worker-executor.js';
import type { ExecutionProvider } from './worker-protocol.js';

/** What computes a model; names and units are those of the settings. */
export interface ExecutorSettings {
  readonly executionProvider: ExecutionProvider;
  readonly precision?: Precision | undefined;
  readonly workers: number;
  readonly workerThreads: number;
  readonly workerNiceness: number;
  readonly expressWorkers: number;
  readonly expressNiceness: number;
  /** host:port of an Open Inference Protocol server that computes instead of this process. */
  readonly remoteInference?: string | undefined;
  readonly remoteConcurrency: number;
}

/**
 * Opens the executor that the settings ask for.
 *
 * @throws EngineError MODEL_CORRUPT, PROVIDER_MISSING, REMOTE_UNAVAILABLE, MODEL_MISSING.
 */
export function openExecutor(
  { manifest, files }: VerifiedModel,
  settings: ExecutorSettings,
  onFault?: OnWorkerFault,
): Promise<Executor> {
  const { remoteInference: address, remoteConcurrency: concurrency } = settings;
  if (address) return RemoteExecutor.open({ address, modelName: manifest.name, manifest, concurrency });
  return WorkerExecutor.start(
    {
      manifest,
      graphFile: files.graph,
      provider: settings.executionProvider,
      threads: settings.workerThreads,
      workers: settings.workers,
      niceness: settings.workerNiceness,
      expressWorkers: settings.expressWorkers,
      expressNiceness: settings.expressNiceness,
    },
    onFault,
  );
}
