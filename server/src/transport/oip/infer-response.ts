import {
  type InferParameter,
  ModelInferResponse,
  ModelStreamInferResponse,
  ModelInferResponse_InferOutputTensor as OutputTensor,
} from '../../gen/inference/grpc_service.js';
import type { OutputSpec } from '../../inference/manifest.js';
import type { TextOutputs } from '../../inference/models.js';

/** Datatype of every output. */
export const OUTPUT_DATATYPE = 'FP32';

const FLOAT_BYTES = 4;

/** Tags of the fields that are written here: number × 8 + 2, the wire type of what has a length. */
const TAG = {
  response: { outputs: 5 * 8 + 2, rawOutputContents: 6 * 8 + 2 },
  outputTensor: { contents: 5 * 8 + 2 },
  contents: { fp32Contents: 6 * 8 + 2 },
  streamResponse: { inferResponse: 2 * 8 + 2 },
};

/** An output as it is sent. */
export interface OutputTensorBytes {
  readonly name: string;
  /** Rows, values of a row. */
  readonly shape: readonly [number, number];
  /** The values, row after row, 32 bits little-endian each. */
  readonly bytes: Buffer;
}

/** An answer to a request. */
export interface InferAnswer {
  readonly modelName: string;
  readonly modelVersion: string;
  readonly id: string;
  readonly parameters: Record<string, InferParameter>;
  /** Whether outputs go as raw bytes; all or none. */
  readonly raw: boolean;
  readonly outputs: readonly OutputTensorBytes[];
}

/** An answer on a stream, or why there is none. */
export interface StreamAnswer {
  /** Empty when the request did not fail. */
  readonly errorMessage: string;
  readonly answer: InferAnswer;
}

/** One output of every text. The values of a single text are not copied. */
export function toOutputTensor({ name, width }: OutputSpec, texts: readonly TextOutputs[]): OutputTensorBytes {
  const shape = [texts.length, width] as const;
  const only = texts.length === 1 ? texts[0] : undefined;
  if (only) return { name, shape, bytes: bytesOf(only.values[name]!) };
  const bytes = Buffer.allocUnsafe(texts.length * width * FLOAT_BYTES);
  for (const [row, { values }] of texts.entries()) bytesOf(values[name]!).copy(bytes, row * width * FLOAT_BYTES);
  return { name, shape, bytes };
}

/**
 * An answer as a `ModelInferResponse`. Values go as they lie in memory, typed ones too: packed `fp32_contents` are the same
 * bytes. The generated code would write them one by one, out of a list of numbers.
 */
export function encodeAnswer({ raw, outputs, ...head }: InferAnswer): Buffer {
  const writer = ModelInferResponse.encode({ ...head, outputs: [], rawOutputContents: [] });
  for (const { name, shape, bytes } of outputs) {
    writer.uint32(TAG.response.outputs).fork();
    const sent = { name, datatype: OUTPUT_DATATYPE, shape: shape.map(BigInt), parameters: {}, contents: undefined };
    OutputTensor.encode(sent, writer);
    if (!raw) writer.uint32(TAG.outputTensor.contents).fork().uint32(TAG.contents.fp32Contents).bytes(bytes).join();
    writer.join();
  }
  if (raw) for (const { bytes } of outputs) writer.uint32(TAG.response.rawOutputContents).bytes(bytes);
  return toBuffer(writer.finish());
}

/** An answer as a `ModelStreamInferResponse`. */
export function encodeStreamAnswer({ errorMessage, answer }: StreamAnswer): Buffer {
  const writer = ModelStreamInferResponse.encode({ errorMessage, inferResponse: undefined });
  writer.uint32(TAG.streamResponse.inferResponse).bytes(encodeAnswer(answer));
  return toBuffer(writer.finish());
}

/** The same memory: every platform that the engine runs on is little-endian. */
function bytesOf(values: Float32Array): Buffer {
  return Buffer.from(values.buffer, values.byteOffset, values.byteLength);
}

function toBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
