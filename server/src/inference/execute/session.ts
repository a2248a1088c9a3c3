import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { Manifest } from '../manifest.js';
import { createInputBuffers, type InputBuffers, type PaddedBatch } from './input-buffers.js';
import type { SessionOptions } from './worker-protocol.js';

/** An ONNX session that runs batches of token ids. `run` blocks its thread. */
export class Session {
  private readonly buffers: InputBuffers<Int32Array | BigInt64Array>;
  private readonly fetches: readonly string[];

  private constructor(
    private readonly session: InferenceSession,
    private readonly manifest: Manifest,
  ) {
    this.buffers = createInputBuffers(manifest);
    this.fetches = [...new Set(manifest.outputs.map(({ tensor }) => tensor))];
  }

  /**
   * Opens the graph. Spinning is off: spinning threads burn CPU that neighbours and the event loop need.
   *
   * @throws Error of the runtime when the file is no graph or the provider cannot run here.
   */
  static async open({ manifest, graphFile, provider, threads }: SessionOptions): Promise<Session> {
    const session = await InferenceSession.create(graphFile, {
      executionProviders: [provider],
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      executionMode: 'sequential',
      logSeverityLevel: 3,
      extra: { session: { intra_op: { allow_spinning: '0' } } },
    });
    return new Session(session, manifest);
  }

  /** Runs rows given as one run of ids and their lengths; returns each tensor as one run of `rows × width` floats. */
  async run(ids: Int32Array, lengths: Int32Array): Promise<Record<string, Float32Array>> {
    const results = await this.session.run(this.feed(this.buffers.pad(ids, lengths)), this.fetches);
    const tensors: Record<string, Float32Array> = {};
    for (const name of this.fetches) tensors[name] = Float32Array.from(results[name]!.data as Float32Array);
    return tensors;
  }

  /** Frees the session. */
  async release(): Promise<void> {
    await this.session.release();
  }

  private feed({ ids, mask, rows, longest }: PaddedBatch<Int32Array | BigInt64Array>): Record<string, Tensor> {
    const { inputs } = this.manifest;
    const tensor = (data: Int32Array | BigInt64Array) => new Tensor(inputs.type, data as Int32Array, [rows, longest]);
    return {
      [inputs.ids]: tensor(ids),
      [inputs.mask]: tensor(mask),
      ...(inputs.types !== undefined && { [inputs.types]: tensor(this.buffers.zeros(rows * longest)) }),
    };
  }
}
