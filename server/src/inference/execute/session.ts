import { env, InferenceSession, Tensor } from 'onnxruntime-node';
import { disableRuntimeTelemetry } from '../../config/runtime-telemetry.js';
import { EngineError } from '../../domain/errors.js';
import type { Manifest } from '../manifest.js';
import { InputBuffers, type InputData } from './input-buffers.js';
import { copyOutputs } from './output-buffer.js';
import type { SessionOptions } from './worker-protocol.js';

/** Tensors of a batch by name, `rows × width` values each: views of one buffer, which belongs to the caller. */
export type SessionOutput = Record<string, Float32Array<ArrayBuffer>>;

/** Nothing but what ends the process. The runtime throws its errors as well, and its lines would name token ids. */
const FATAL = 4;

/** An ONNX session that runs batches of token ids. `run` blocks its thread. */
export class Session {
  private readonly buffers: InputBuffers;
  private readonly fetches: readonly string[];

  private constructor(
    private readonly session: InferenceSession,
    private readonly manifest: Manifest,
  ) {
    this.buffers = new InputBuffers(manifest);
    this.fetches = [...new Set(manifest.outputs.map(({ tensor }) => tensor))];
  }

  /**
   * Opens the graph. Spinning is off: spinning threads burn CPU that neighbours and the event loop need.
   *
   * @throws Error of the runtime when the file is no graph or the provider cannot run here.
   */
  static async open({ manifest, graphFile, provider, threads }: SessionOptions): Promise<Session> {
    env.logLevel = 'fatal';
    const session = await InferenceSession.create(graphFile, {
      executionProviders: [provider],
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      executionMode: 'sequential',
      logSeverityLevel: FATAL,
      extra: { session: { intra_op: { allow_spinning: '0' } } },
    });
    return new Session(session, manifest);
  }

  /**
   * Runs rows given as one run of ids and their lengths.
   *
   * @throws Error of the runtime when the graph cannot compute them.
   */
  async run(ids: Int32Array, lengths: Int32Array): Promise<SessionOutput> {
    const results = await this.session.run(this.feed(ids, lengths), this.fetches);
    return copyOutputs(this.fetches, results);
  }

  /** Frees the session. */
  async release(): Promise<void> {
    await this.session.release();
  }

  private feed(ids: Int32Array, lengths: Int32Array): Record<string, Tensor> {
    const { inputs } = this.manifest;
    const batch = this.buffers.pad(ids, lengths);
    const tensor = (data: InputData) => new Tensor(inputs.type, data as Int32Array, [batch.rows, batch.longest]);
    return {
      [inputs.ids]: tensor(batch.ids),
      [inputs.mask]: tensor(batch.mask),
      ...(inputs.types !== undefined && { [inputs.types]: tensor(batch.types) }),
    };
  }
}

/** An input or output of a graph. */
export interface GraphTensor {
  readonly name: string;
  /** Number format, e.g. `int64`, `float32`. */
  readonly type: string;
  /** Size of each dimension; the name of one that may have any. */
  readonly shape: readonly (number | string)[];
}

/** What a graph takes and gives. */
export interface GraphDescription {
  readonly inputs: readonly GraphTensor[];
  readonly outputs: readonly GraphTensor[];
}

/**
 * Reads the inputs and outputs of an ONNX file, of which nothing else is known.
 *
 * @throws EngineError MODEL_CORRUPT when it cannot be opened as a graph.
 */
export async function describeGraph(file: string): Promise<GraphDescription> {
  disableRuntimeTelemetry();
  try {
    env.logLevel = 'fatal';
    const session = await InferenceSession.create(file, { logSeverityLevel: FATAL });
    const { inputMetadata, outputMetadata } = session;
    await session.release();
    return { inputs: inputMetadata.map(toTensor), outputs: outputMetadata.map(toTensor) };
  } catch (cause) {
    const message = 'The file cannot be opened as an ONNX graph; it must be whole, in one file.';
    throw new EngineError('MODEL_CORRUPT', message, { cause });
  }
}

function toTensor(metadata: InferenceSession.ValueMetadata): GraphTensor {
  const { name } = metadata;
  return metadata.isTensor
    ? { name, type: metadata.type, shape: metadata.shape }
    : { name, type: 'no tensor', shape: [] };
}
