import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputBuffers } from './input-buffers.js';

const PAD = 7;
const buffersOf = (type: 'int32' | 'int64') =>
  new InputBuffers({
    inputs: { type, ids: 'input_ids', mask: 'attention_mask' },
    tokens: { pad: PAD, maxLength: 512, window: 64, overflow: 'split' },
  });
const rows = fc.array(fc.array(fc.integer({ min: 0, max: 2 ** 31 - 1 }), { minLength: 1, maxLength: 20 }), {
  minLength: 1,
  maxLength: 6,
});

describe.each(['int32', 'int64'] as const)('InputBuffers of %s', (type) => {
  it('pad every batch as if it were the first', () => {
    fc.assert(
      fc.property(fc.array(rows, { minLength: 1, maxLength: 5 }), (batches) => {
        const buffers = buffersOf(type);
        for (const batch of batches) {
          const longest = Math.max(...batch.map(({ length }) => length));
          const padded = buffers.pad(
            Int32Array.from(batch.flat()),
            Int32Array.from(batch, ({ length }) => length),
          );
          const fill = (row: readonly number[], value: number) =>
            row.concat(new Array<number>(longest - row.length).fill(value));
          expect([padded.rows, padded.longest]).toEqual([batch.length, longest]);
          expect([...padded.ids].map(Number)).toEqual(batch.flatMap((row) => fill(row, PAD)));
          expect([...padded.mask].map(Number)).toEqual(batch.flatMap((row) => fill(new Array(row.length).fill(1), 0)));
          expect([...padded.types].map(Number)).toEqual(new Array(batch.length * longest).fill(0));
        }
      }),
    );
  });

  it('keep their memory from batch to batch', () => {
    const buffers = buffersOf(type);
    const large = buffers.pad(new Int32Array(40), Int32Array.of(20, 20));
    const small = buffers.pad(new Int32Array(3), Int32Array.of(3));
    expect(small.ids.buffer).toBe(large.ids.buffer);
    expect(small.mask.buffer).toBe(large.mask.buffer);
  });
});
