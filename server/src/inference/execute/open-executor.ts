import { readFile } from 'node:fs/promises';
import { EngineError } from '../../domain/errors.js';
import type { Manifest, Precision } from '../manifest.js';
import type { VerifiedModel } from '../model-files.js';
import type { Executor } from './executor.js';
import { RemoteExecutor, type RemoteTls } from './remote-executor.js';
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
  readonly remoteTimeoutMs: number;
  readonly remoteVersion: 'default' | 'same';
  readonly remoteTls: 'off' | 'on';
  /** PEM files. */
  readonly remoteTlsCa?: string | undefined;
  readonly remoteTlsCert?: string | undefined;
  readonly remoteTlsKey?: string | undefined;
}

/**
 * Opens the executor that the settings ask for.
 *
 * @throws EngineError MODEL_CORRUPT, PROVIDER_MISSING, REMOTE_UNAVAILABLE, MODEL_MISSING.
 */
export async function openExecutor(
  { manifest, files }: VerifiedModel,
  settings: ExecutorSettings,
  onFault?: OnWorkerFault,
): Promise<Executor> {
  if (settings.remoteInference) return openRemote(settings.remoteInference, manifest, settings);
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

async function openRemote(address: string, manifest: Manifest, settings: ExecutorSettings): Promise<RemoteExecutor> {
  return RemoteExecutor.open({
    address,
    modelName: manifest.name,
    ...(settings.remoteVersion === 'same' && { modelVersion: manifest.version }),
    manifest,
    concurrency: settings.remoteConcurrency,
    timeoutMs: settings.remoteTimeoutMs,
    ...(settings.remoteTls === 'on' && { tls: await readCertificates(settings) }),
  });
}

async function readCertificates(settings: ExecutorSettings): Promise<RemoteTls> {
  const { remoteTlsCa, remoteTlsCert, remoteTlsKey } = settings;
  if ((remoteTlsCert === undefined) !== (remoteTlsKey === undefined)) {
    throw new EngineError('PROVIDER_MISSING', 'Of remoteTlsCert and remoteTlsKey one is set; set both or none.');
  }
  return {
    ...(remoteTlsCa && { rootCertificates: await readPem('remoteTlsCa', remoteTlsCa) }),
    ...(remoteTlsCert && { certificateChain: await readPem('remoteTlsCert', remoteTlsCert) }),
    ...(remoteTlsKey && { privateKey: await readPem('remoteTlsKey', remoteTlsKey) }),
  };
}

async function readPem(setting: string, file: string): Promise<Buffer> {
  return readFile(file).catch((cause: unknown) => {
    throw new EngineError('PROVIDER_MISSING', `The file of ${setting} cannot be read.`, { cause });
  });
}
