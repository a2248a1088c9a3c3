import type { Manifest } from '../manifest.js';

/** Data of an input tensor, as wide as the graph takes it. */
export type InputData = Int32Array | BigInt64Array;

/** The inputs of one batch, `rows × longest` each: views of buffers that the next batch writes to. */
export interface PaddedBatch {
  readonly rows: number;
  readonly longest: number;
  readonly ids: InputData;
  readonly mask: InputData;
  /** Segment numbers, all 0. */
  readonly types: InputData;
}

/** Pads batches into buffers that are kept and grow: a run allocates no input. */
export class InputBuffers {
  private readonly ids: InputBuffer;
  private readonly mask: InputBuffer;
  private readonly types: InputBuffer;
  private readonly padId: number;

  constructor({ inputs, tokens }: Pick<Manifest, 'inputs' | 'tokens'>) {
    const words = inputs.type === 'int32' ? 1 : 2;
    [this.ids, this.mask, this.types] = [new InputBuffer(words), new InputBuffer(words), new InputBuffer(words)];
    this.padId = tokens.pad;
  }

  /** Pads rows given as one run of ids and their lengths. */
  pad(ids: Int32Array, lengths: Int32Array): PaddedBatch {
    const [rows, longest] = [lengths.length, lengths.reduce((most, length) => Math.max(most, length), 0)];
    const size = rows * longest;
    this.ids.reserve(size);
    this.mask.reserve(size);
    this.types.reserve(size);
    let read = 0;
    for (const [row, length] of lengths.entries()) {
      const [start, end] = [row * longest, (row + 1) * longest];
      this.ids.write(ids.subarray(read, read + length), start);
      this.ids.fill(this.padId, start + length, end);
      this.mask.fill(1, start, start + length);
      this.mask.fill(0, start + length, end);
      read += length;
    }
    return { rows, longest, ids: this.ids.view(size), mask: this.mask.view(size), types: this.types.view(size) };
  }
}

/**
 * Integers of one input, 32 or 64 bits wide. Wide ones are written through their low halves, far cheaper than a BigInt a
 * token; the high halves stay 0, since no id is negative. Little-endian, as every machine that the runtime is built for.
 */
class InputBuffer {
  private low = new Int32Array(0);

  /** @param words 32-bit words of one integer */
  constructor(private readonly words: 1 | 2) {}

  /** Makes room for `size` integers; what was written is lost when the buffer grows. */
  reserve(size: number): void {
    if (this.low.length < size * this.words) this.low = new Int32Array(2 * size * this.words);
  }

  write(values: Int32Array, start: number): void {
    if (this.words === 1) this.low.set(values, start);
    else for (let i = 0; i < values.length; i++) this.low[2 * (start + i)] = values[i]!;
  }

  fill(value: number, start: number, end: number): void {
    if (this.words === 1) this.low.fill(value, start, end);
    else for (let i = start; i < end; i++) this.low[2 * i] = value;
  }

  view(size: number): InputData {
    return this.words === 1 ? this.low.subarray(0, size) : new BigInt64Array(this.low.buffer, 0, size);
  }
}
