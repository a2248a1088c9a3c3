import type { Manifest } from '../manifest.js';

/** Tensor data of one batch; views of buffers that the next batch writes to. */
export interface PaddedBatch<Data> {
  readonly ids: Data;
  readonly mask: Data;
  readonly rows: number;
  readonly longest: number;
}

/** Pads batches into buffers that are kept and grow: a run allocates no input. */
export interface InputBuffers<Data extends Int32Array | BigInt64Array> {
  /** Pads rows given as one run of ids and their lengths. */
  pad(ids: Int32Array, lengths: Int32Array): PaddedBatch<Data>;
  /** Zeros of the size of the last batch, for graphs that read segment numbers. */
  zeros(size: number): Data;
}

/** Buffers for a graph's integer inputs: 32 bits wide, or 64. */
export function createInputBuffers({ inputs, tokens }: Manifest): InputBuffers<Int32Array | BigInt64Array> {
  return inputs.type === 'int32' ? new Buffers32(tokens.pad) : new Buffers64(tokens.pad);
}

class Buffers32 implements InputBuffers<Int32Array> {
  private ids = new Int32Array(0);
  private mask = new Int32Array(0);
  private zero = new Int32Array(0);

  constructor(private readonly padId: number) {}

  pad(ids: Int32Array, lengths: Int32Array): PaddedBatch<Int32Array> {
    const { rows, longest, size } = shapeOf(lengths);
    if (this.ids.length < size) [this.ids, this.mask] = [new Int32Array(2 * size), new Int32Array(2 * size)];
    write(ids, lengths, longest, this.padId, this.ids, this.mask, 1);
    return { ids: this.ids.subarray(0, size), mask: this.mask.subarray(0, size), rows, longest };
  }

  zeros(size: number): Int32Array {
    if (this.zero.length < size) this.zero = new Int32Array(2 * size);
    return this.zero.subarray(0, size);
  }
}

/**
 * 64-bit inputs, written through their low halves: an order of magnitude cheaper than a BigInt a token. The high halves
 * stay 0, as ids are never negative. Little-endian, as every machine that the runtime has a build for.
 */
class Buffers64 implements InputBuffers<BigInt64Array> {
  private ids = new BigInt64Array(0);
  private mask = new BigInt64Array(0);
  private zero = new BigInt64Array(0);

  constructor(private readonly padId: number) {}

  pad(ids: Int32Array, lengths: Int32Array): PaddedBatch<BigInt64Array> {
    const { rows, longest, size } = shapeOf(lengths);
    if (this.ids.length < size) [this.ids, this.mask] = [new BigInt64Array(2 * size), new BigInt64Array(2 * size)];
    const [low, lowMask] = [new Int32Array(this.ids.buffer), new Int32Array(this.mask.buffer)];
    write(ids, lengths, longest, this.padId, low, lowMask, 2);
    return { ids: this.ids.subarray(0, size), mask: this.mask.subarray(0, size), rows, longest };
  }

  zeros(size: number): BigInt64Array {
    if (this.zero.length < size) this.zero = new BigInt64Array(2 * size);
    return this.zero.subarray(0, size);
  }
}

function shapeOf(lengths: Int32Array): { rows: number; longest: number; size: number } {
  let longest = 0;
  for (const length of lengths) longest = Math.max(longest, length);
  return { rows: lengths.length, longest, size: lengths.length * longest };
}

/** Writes each row and its padding; `stride` is the distance between tokens in the target. */
function write(
  ids: Int32Array,
  lengths: Int32Array,
  longest: number,
  padId: number,
  target: Int32Array,
  mask: Int32Array,
  stride: number,
): void {
  let read = 0;
  let at = 0;
  for (const length of lengths) {
    for (let column = 0; column < longest; column++, at += stride) {
      const isToken = column < length;
      target[at] = isToken ? ids[read++]! : padId;
      mask[at] = isToken ? 1 : 0;
    }
  }
}
