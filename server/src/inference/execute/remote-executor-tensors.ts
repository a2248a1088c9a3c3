import { EngineError } from '../../domain/errors.js';
import type {
  ModelInferRequest_InferInputTensor as InputTensor,
  ModelInferResponse,
} from '../../gen/inference/grpc_service.js';
import type { Manifest } from '../manifest.js';
import type { BatchInput } from './executor.js';
import type { RemoteInput } from './remote-executor-model.js';

/** The inputs of a request: what they are, and their bytes in the same order. */
export interface RequestInputs {
  readonly inputs: Pick<InputTensor, 'name' | 'datatype' | 'shape'>[];
  readonly rawInputContents: Buffer[];
}

/** Value of a row's column in each input. */
const VALUE: Record<RemoteInput['holds'], (ids: Int32Array, column: number, padId: number) => number> = {
  ids: (ids, column, padId) => ids[column] ?? padId,
  mask: (ids, column) => (column < ids.length ? 1 : 0),
  types: () => 0,
};

/** Pads a batch to its longest row, as raw little-endian integers. */
export function encodeInputs(inputs: readonly RemoteInput[], batch: BatchInput, padId: number): RequestInputs {
  const longest = batch.reduce((most, { length }) => Math.max(most, length), 0);
  const shape = [BigInt(batch.length), BigInt(longest)];
  return {
    inputs: inputs.map(({ name, datatype }) => ({ name, datatype, shape })),
    rawInputContents: inputs.map((input) => encodeInput(input, batch, longest, padId)),
  };
}

/** 64-bit integers are written through their low halves: ids are never negative. Little-endian, as every machine we run on. */
function encodeInput({ datatype, holds }: RemoteInput, batch: BatchInput, longest: number, padId: number): Buffer {
  const stride = datatype === 'INT64' ? 2 : 1;
  const data = new Int32Array(batch.length * longest * stride);
  const value = VALUE[holds];
  let at = 0;
  for (const ids of batch) {
    for (let column = 0; column < longest; column++, at += stride) data[at] = value(ids, column, padId);
  }
  return Buffer.from(data.buffer);
}

/**
 * The manifest's tensors in an answer, raw or typed, each `rows × width`.
 *
 * @throws EngineError INTERNAL when one is not there or of another shape or type.
 */
export function readTensors(
  response: ModelInferResponse,
  { outputs }: Manifest,
  rows: number,
): Record<string, Float32Array> {
  return Object.fromEntries(
    outputs.map(({ tensor, width }) => [tensor, readTensor(response, tensor, [rows, width])] as const),
  );
}

function readTensor(response: ModelInferResponse, name: string, shape: [number, number]): Float32Array {
  const index = response.outputs.findIndex((output) => output.name === name);
  const output = response.outputs[index];
  if (output === undefined) throw wrongAnswer(`output ${name} is not in it`);
  const { datatype, contents } = output;
  const raw = response.rawOutputContents[index];
  const values = raw === undefined ? Float32Array.from(contents?.fp32Contents ?? []) : readRaw(datatype, raw);
  if (values === undefined) throw wrongAnswer(`output ${name} is ${datatype}`);
  if (String(output.shape) === String(shape) && values.length === shape[0] * shape[1]) return values;
  throw wrongAnswer(`output ${name} is [${output.shape}] with ${values.length} values, not [${shape}]`);
}

/** Floats of raw contents, copied: they stand unaligned in a buffer that holds the whole answer. */
function readRaw(datatype: string, raw: Buffer): Float32Array | undefined {
  if (datatype === 'FP32') return new Float32Array(copy(raw, 4));
  if (datatype === 'FP16') return Float32Array.from(new Uint16Array(copy(raw, 2)), fromHalf);
  return undefined;
}

/** Whole values only: a cut-off last one makes the number of values wrong, which is noticed. */
function copy({ buffer, byteOffset, byteLength }: Buffer, bytesPerValue: number): ArrayBuffer {
  const whole = byteLength - (byteLength % bytesPerValue);
  return buffer.slice(byteOffset, byteOffset + whole) as ArrayBuffer;
}

/** A half-precision number (IEEE 754 binary16) from its bits. */
function fromHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

function wrongAnswer(what: string): EngineError {
  return new EngineError('INTERNAL', undefined, { cause: `Answer of the remote inference server: ${what}.` });
}
