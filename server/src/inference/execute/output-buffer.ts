/** A tensor as the runtime hands it out; fp16 values are their 16 bits. */
export interface RuntimeTensor {
  readonly type: string;
  readonly data: unknown;
}

/**
 * Copies tensors out of the runtime's memory into one buffer that can be transferred: a view of it for each name.
 *
 * @throws Error for a tensor that is neither fp32 nor fp16.
 */
export function copyOutputs(
  names: readonly string[],
  tensors: Readonly<Record<string, RuntimeTensor>>,
): Record<string, Float32Array<ArrayBuffer>> {
  const sources = names.map((name) => floatsOf(name, tensors[name]!));
  const buffer = new Float32Array(sources.reduce((size, { length }) => size + length, 0));
  const outputs: Record<string, Float32Array<ArrayBuffer>> = {};
  let start = 0;
  for (const [i, name] of names.entries()) {
    const { length, copyTo } = sources[i]!;
    const view = buffer.subarray(start, start + length);
    copyTo(view);
    outputs[name] = view;
    start += length;
  }
  return outputs;
}

interface Floats {
  readonly length: number;
  copyTo(target: Float32Array): void;
}

function floatsOf(name: string, { type, data }: RuntimeTensor): Floats {
  if (type === 'float32') {
    const values = data as Float32Array;
    return { length: values.length, copyTo: (target) => target.set(values) };
  }
  if (type === 'float16') {
    // Uint16Array, or Float16Array where Node has it.
    const { buffer, byteOffset, length } = data as Uint16Array;
    const bits = new Uint16Array(buffer, byteOffset, length);
    return { length, copyTo: (target) => target.set(Float32Array.from(bits, halfToFloat)) };
  }
  throw new Error(`Output ${name} is ${type}; it must be float32 or float16.`);
}

/** Value of an IEEE 754 half: sign, five bits of exponent, ten of fraction. */
export function halfToFloat(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
