/** Models that are made up, and requests to them in the Open Inference Protocol. */
import { EngineError } from '../src/domain/errors.js';
import { type InferParameter, ModelInferRequest } from '../src/gen/inference/grpc_service.js';
import type { Manifest } from '../src/inference/manifest.js';
import type {
  InferOptions,
  ModelLease,
  ModelState,
  ModelStatus,
  Models,
  TextJob,
  TextOutputs,
  VersionSelector,
} from '../src/inference/models.js';

/** Outputs that say which text they are of: its length is the first value. */
export function outputsOf(text: string): TextOutputs {
  return {
    tokens: text.length,
    truncated: text.length > 5,
    cached: false,
    values: { embedding: Float32Array.of(text.length, 2, 3), affect: Float32Array.of(-1, 1) },
  };
}

/** One encoder: versions 1 and 2 are loaded, 3 is not; 2 is the default and `canary`. Every request finds one text. */
export class MadeUpModels implements Pick<Models, 'list' | 'acquire' | 'load' | 'unload'> {
  /** How texts are computed. */
  compute = async (texts: readonly string[], _options: InferOptions): Promise<TextOutputs[]> => texts.map(outputsOf);
  /** What each request was computed with. */
  readonly seen: InferOptions[] = [];
  /** Loads and unloads, as `load encoder 1`. */
  readonly changes: string[] = [];
  /** Leases that are not released. */
  inUse = 0;
  statuses: ModelStatus[] = [
    statusOf('3', 'available'),
    statusOf('2', 'ready', ['default', 'canary']),
    statusOf('1', 'ready'),
  ];

  /** As the port: what is not made up is not called. */
  get port(): Models {
    return this as unknown as Models;
  }

  async list(): Promise<ModelStatus[]> {
    return this.statuses;
  }

  acquire(name: string, selector: VersionSelector = {}): ModelLease {
    const version = 'version' in selector ? selector.version : '2';
    const label = 'label' in selector ? selector.label : 'canary';
    if (name !== 'encoder' || label !== 'canary') throw new EngineError('MODEL_NOT_FOUND');
    if (version === '3') throw new EngineError('MODEL_NOT_READY');
    if (version !== '1' && version !== '2') throw new EngineError('MODEL_NOT_FOUND');
    this.inUse += 1;
    const infer = (texts: readonly string[], options: InferOptions) => this.infer(texts, options);
    return {
      model: { manifest: manifestOf(version), infer, forget: async () => undefined },
      release: () => void this.inUse--,
    };
  }

  async load(name: string, version = '3'): Promise<ModelStatus> {
    this.changes.push(`load ${name} ${version}`);
    return statusOf(version, 'ready');
  }

  async unload(name: string, version: string, { labelled }: { labelled: 'refuse' | 'drop' }): Promise<ModelStatus> {
    this.changes.push(`unload ${name} ${version} ${labelled}`);
    return statusOf(version, 'available');
  }

  private async infer(texts: readonly string[], options: InferOptions): Promise<TextJob> {
    this.seen.push(options);
    const outputs = await this.compute(texts, options);
    const tokens = outputs.map((one) => one.tokens);
    return { tokens, outputs: outputs.map((one) => Promise.resolve(one)), cached: 1, queueMs: 1.5, computeMs: 2 };
  }
}

/** A computation that ends only when it is aborted. */
export function untilAborted(_texts: readonly string[], { signal }: InferOptions): Promise<never> {
  return new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));
}

/** A request with raw contents for the made-up encoder. */
export function inferRequest(texts: readonly string[], changed: Partial<ModelInferRequest> = {}): ModelInferRequest {
  const shape = [BigInt(texts.length), 1n];
  return {
    ...ModelInferRequest.create(),
    modelName: 'encoder',
    id: 'r1',
    inputs: [{ name: 'text', datatype: 'BYTES', shape, parameters: {}, contents: undefined }],
    rawInputContents: [packTexts(texts)],
    ...changed,
  };
}

/** Texts as a raw BYTES tensor: the length of each in 4 bytes, then its bytes. */
export function packTexts(texts: readonly string[]): Buffer {
  const parts = texts.flatMap((text) => {
    const length = Buffer.alloc(4);
    length.writeUInt32LE(Buffer.byteLength(text));
    return [length, Buffer.from(text)];
  });
  return Buffer.concat(parts);
}

/** Values of a raw FP32 tensor. */
export function unpackFloats(bytes: Buffer): number[] {
  return [...new Float32Array(Uint8Array.from(bytes).buffer)];
}

/** A parameter that is a whole number. */
export function int(value: bigint): InferParameter {
  return { parameterChoice: { $case: 'int64Param', value } };
}

/** A parameter that is true or false. */
export function bool(value: boolean): InferParameter {
  return { parameterChoice: { $case: 'boolParam', value } };
}

function manifestOf(version: string): Manifest {
  const manifest = {
    name: 'encoder',
    version,
    precision: 'int8',
    outputs: [
      { name: 'embedding', width: 3 },
      { name: 'affect', width: 2, labels: ['valence', 'arousal'] },
    ],
    tokens: { window: 64, overflow: 'split' },
  };
  return manifest as Manifest;
}

function statusOf(version: string, state: ModelState, labels: string[] = []): ModelStatus {
  return {
    name: 'encoder',
    version,
    state,
    labels,
    memoryMiB: 0,
    ...(state === 'ready' && { memoryMiB: 100, precision: 'fp16' }),
  };
}
