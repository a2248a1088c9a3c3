import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { Manifest } from './manifest.js';
import type { WorkerOptions } from './worker-protocol.js';

/**
 * Largest difference to the manifest's reference outputs that the load gate lets pass: int8 kernels of other processors
 * round differently, wrong weights or label orders are far further off.
 */
const GATE_TOLERANCE = 0.05;

/** An ONNX session that runs batches of token ids. `run` blocks its thread. */
export class Session {
  private constructor(
    private readonly session: InferenceSession,
    private readonly manifest: Manifest,
    private readonly outputs: readonly string[],
  ) {}

  /** Opens the model. Spinning is off: spinning threads burn CPU that neighbours and the event loop need. */
  static async open({ manifest, modelFile, threads }: WorkerOptions): Promise<Session> {
    const session = await InferenceSession.create(modelFile, {
      executionProviders: ['cpu'],
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      executionMode: 'sequential',
      logSeverityLevel: 3,
      extra: { session: { intra_op: { allow_spinning: '0' } } },
    });
    const { embedding, polarity, emotion, affect } = manifest.outputs;
    return new Session(session, manifest, [embedding.name, polarity.name, emotion.name, affect.name]);
  }

  /** Runs rows given as one run of ids and their lengths; returns each output as one run of `rows × width` floats. */
  async run(ids: Int32Array, lengths: Int32Array): Promise<Record<string, Float32Array>> {
    const { inputs, tokens } = this.manifest;
    const { padded, mask, longest } = pad(ids, lengths, tokens.pad);
    const shape = [lengths.length, longest];
    const feeds = { [inputs.ids]: new Tensor('int64', padded, shape), [inputs.mask]: new Tensor('int64', mask, shape) };
    const results = await this.session.run(feeds, this.outputs);
    return Object.fromEntries(
      this.outputs.map((name) => [name, Float32Array.from(results[name]!.data as Float32Array)]),
    );
  }

  /** The load gate: throws when the reference inputs do not give the reference outputs. */
  async verify(): Promise<void> {
    for (const { ids, affect, polarity } of this.manifest.reference) {
      const result = await this.run(Int32Array.from(ids), Int32Array.of(ids.length));
      const found = [...result[this.manifest.outputs.affect.name]!, ...result[this.manifest.outputs.polarity.name]!];
      const expected = [...affect, ...polarity];
      if (found.length !== expected.length || found.some((value, i) => !near(value, expected[i]!))) {
        throw new Error('The model does not give its reference outputs on this machine.');
      }
    }
  }

  /** Frees the session. */
  async release(): Promise<void> {
    await this.session.release();
  }
}

function near(value: number, expected: number): boolean {
  return Math.abs(value - expected) <= GATE_TOLERANCE;
}

function pad(ids: Int32Array, lengths: Int32Array, padId: number) {
  const longest = Math.max(...lengths);
  const padded = new BigInt64Array(lengths.length * longest).fill(BigInt(padId));
  const mask = new BigInt64Array(lengths.length * longest);
  // Writing 32-bit halves is an order of magnitude cheaper than making a BigInt per token; ids are never negative.
  const low = new Int32Array(padded.buffer);
  let read = 0;
  for (const [row, length] of lengths.entries()) {
    for (let column = 0; column < length; column++) low[2 * (row * longest + column)] = ids[read++]!;
    mask.fill(1n, row * longest, row * longest + length);
  }
  return { padded, mask, longest };
}
