import { performance } from 'node:perf_hooks';
import {
  type CallOptions,
  type ChannelCredentials,
  type ClientOptions,
  credentials,
  Metadata,
  type ServiceError,
} from '@grpc/grpc-js';
import { EngineError } from '../../domain/errors.js';
import { GRPCInferenceServiceClient, ModelInferRequest } from '../../gen/inference/grpc_service.js';
import type { Manifest } from '../manifest.js';
import type { BatchInput, BatchOutput, Executor, Lane } from './executor.js';
import { batchFailure, openingFailure } from './remote-executor-failure.js';
import { matchModel, type RemoteInput } from './remote-executor-model.js';
import { encodeInputs, readTensors } from './remote-executor-tensors.js';

/** Certificates in PEM for a server that speaks TLS. */
export interface RemoteTls {
  /** Authorities that may sign the server's certificate; those that Node trusts when left out. */
  readonly rootCertificates?: Buffer;
  /** This engine's own certificate and key, for a server that asks for one. Both or none. */
  readonly certificateChain?: Buffer;
  readonly privateKey?: Buffer;
}

/** Which model of which server runs the batches. */
export interface RemoteExecutorOptions {
  /** host:port of the gRPC port; every address that the name stands for gets its share of the batches. */
  readonly address: string;
  /** Name of the model there. */
  readonly modelName: string;
  /** Its version there; the server's choice when left out. */
  readonly modelVersion?: string;
  /** The names of the graph's tensors and the widths of its outputs. */
  readonly manifest: Manifest;
  /** Batches of the bulk lane under way at once. */
  readonly concurrency: number;
  /** Batches of the express lane under way beside them; 1 when left out. */
  readonly expressConcurrency?: number;
  /** A call that takes longer has failed, in milliseconds; 30 000 when left out. */
  readonly timeoutMs?: number;
  /** Plaintext when left out. */
  readonly tls?: RemoteTls;
}

const TIMEOUT_MS = 30_000;

/** How the connection is kept. */
const CONNECTION: ClientOptions = {
  'grpc.service_config': JSON.stringify({ loadBalancingConfig: [{ round_robin: {} }] }),
  'grpc.initial_reconnect_backoff_ms': 200,
  'grpc.max_reconnect_backoff_ms': 2000,
  // A host that vanished without a word is noticed; servers take more frequent pings for abuse unless told otherwise.
  'grpc.keepalive_time_ms': 5 * 60 * 1000,
  // Batches are bounded by tokens, so answers are too.
  'grpc.max_receive_message_length': -1,
};

/** A method of the generated client. */
type Unary<Request, Response> = (
  request: Request,
  metadata: Metadata,
  options: Partial<CallOptions>,
  callback: (error: ServiceError | null, response: Response) => void,
) => unknown;

/**
 * Runs batches on an Open Inference Protocol v2 server (Triton, KServe, MLServer) that serves the graph of the manifest.
 * A lost connection fails the batches under way and comes back by itself.
 */
export class RemoteExecutor implements Executor {
  readonly slots: Readonly<Record<Lane, number>>;
  private readonly running = new Set<Promise<unknown>>();
  private inputs: readonly RemoteInput[] = [];

  private constructor(
    private readonly client: GRPCInferenceServiceClient,
    private readonly options: RemoteExecutorOptions,
  ) {
    this.slots = { bulk: options.concurrency, express: options.expressConcurrency ?? 1 };
  }

  /**
   * Connects, and compares what the server says of the model with the manifest.
   *
   * @throws EngineError REMOTE_UNAVAILABLE when the server does not answer or is not ready, MODEL_MISSING when it has no such
   * model, MODEL_CORRUPT when the model's inputs or outputs are not those of the manifest.
   */
  static async open(options: RemoteExecutorOptions): Promise<RemoteExecutor> {
    const client = new GRPCInferenceServiceClient(options.address, toCredentials(options.tls), CONNECTION);
    const executor = new RemoteExecutor(client, options);
    try {
      await executor.check();
      return executor;
    } catch (error) {
      client.close();
      throw error instanceof EngineError ? error : openingFailure(error as ServiceError, options.modelName);
    }
  }

  /**
   * Runs a batch. Its time is that of the whole call: the way there and back and the server's own queue are part of what a
   * batch costs.
   *
   * @throws EngineError REMOTE_UNAVAILABLE when the server is gone or did not answer in time, OVERLOADED with a retry hint
   * when it refuses more work, MODEL_MISSING when it no longer has the model, INTERNAL when it could not compute the batch
   * or answered with other tensors than asked for.
   */
  async run(batch: BatchInput, _lane: Lane): Promise<BatchOutput> {
    const startedAt = performance.now();
    const running = this.infer(batch);
    this.running.add(running);
    try {
      return { tensors: await running, computeMs: performance.now() - startedAt };
    } finally {
      this.running.delete(running);
    }
  }

  /** The number of slots never changes. */
  onSlot(): void {}

  async close(): Promise<void> {
    await Promise.allSettled(this.running);
    this.client.close();
  }

  /** The metadata first: servers do not agree on what ModelReady says of a name they do not know. */
  private async check(): Promise<void> {
    const { modelName: name, modelVersion: version = '', manifest } = this.options;
    const { client } = this;
    const server = await this.call(client.serverReady, {});
    if (!server.ready) throw notReady('The remote inference server');
    const metadata = await this.call(client.modelMetadata, { name, version });
    this.inputs = matchModel(manifest, metadata);
    const model = await this.call(client.modelReady, { name, version });
    if (!model.ready) throw notReady(`The model ${name} of the remote inference server`);
  }

  private async infer(batch: BatchInput): Promise<Record<string, Float32Array>> {
    const { modelName, modelVersion, manifest } = this.options;
    const request = ModelInferRequest.fromPartial({
      modelName,
      modelVersion: modelVersion ?? '',
      ...encodeInputs(this.inputs, batch, manifest.tokens.pad),
      outputs: manifest.outputs.map(({ tensor }) => ({ name: tensor })),
    });
    const response = await this.call(this.client.modelInfer, request).catch((error: ServiceError) => {
      throw batchFailure(error);
    });
    return readTensors(response, manifest, batch.length);
  }

  private call<Request, Response>(method: Unary<Request, Response>, request: Request): Promise<Response> {
    const deadline = Date.now() + (this.options.timeoutMs ?? TIMEOUT_MS);
    return new Promise((resolve, reject) => {
      method.call(this.client, request, new Metadata(), { deadline }, (error, response) =>
        error ? reject(error) : resolve(response),
      );
    });
  }
}

function toCredentials(tls: RemoteTls | undefined): ChannelCredentials {
  if (tls === undefined) return credentials.createInsecure();
  return credentials.createSsl(tls.rootCertificates, tls.privateKey, tls.certificateChain);
}

function notReady(what: string): EngineError {
  return new EngineError('REMOTE_UNAVAILABLE', `${what} is not ready yet.`);
}
