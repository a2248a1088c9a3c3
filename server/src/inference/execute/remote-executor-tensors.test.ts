import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ModelInferResponse } from '../../gen/inference/grpc_service.js';
import type { Manifest } from '../manifest.js';
import type { RemoteInput } from './remote-executor-model.js';
import { encodeInputs, readTensors } from './remote-executor-tensors.js';

const PAD = 7;
const input = (holds: RemoteInput['holds'], datatype: RemoteInput['datatype']): RemoteInput => ({
  name: holds,
  holds,
  datatype,
});
const manifest = { outputs: [{ name: 'mood', tensor: 'logits', width: 2 }] } as Manifest;
const answer = (datatype: string, shape: number[], raw: Buffer) =>
  ModelInferResponse.fromPartial({
    outputs: [{ name: 'logits', datatype, shape: shape.map(BigInt) }],
    rawOutputContents: [raw],
  });
const floats = (...values: number[]) => Buffer.from(Float32Array.from(values).buffer);

describe('encodeInputs', () => {
  const rows = fc.array(fc.array(fc.nat(250_000), { minLength: 1, maxLength: 9 }), { minLength: 1, maxLength: 5 });
  const width = fc.constantFrom('INT32' as const, 'INT64' as const);

  it('keeps every token in its row, marks it in the mask and fills the rest', () => {
    fc.assert(
      fc.property(rows, width, (ids, datatype) => {
        const holds = ['types', 'ids', 'mask'] as const;
        const batch = ids.map((row) => Int32Array.from(row));
        const { inputs, rawInputContents } = encodeInputs(
          holds.map((what) => input(what, datatype)),
          batch,
          PAD,
        );
        const longest = Math.max(...ids.map(({ length }) => length));
        const shape = [BigInt(ids.length), BigInt(longest)];
        expect(inputs).toEqual(holds.map((name) => ({ name, datatype, shape })));
        const bytes = datatype === 'INT64' ? 8 : 4;
        const read = (raw: Buffer, i: number) =>
          datatype === 'INT64' ? Number(raw.readBigInt64LE(i * 8)) : raw.readInt32LE(i * 4);
        const [types, tokens, mask] = rawInputContents.map((raw) =>
          Array.from({ length: raw.length / bytes }, (_, i) => read(raw, i)),
        );
        const filled = ids.map((row) => [...row, ...Array(longest - row.length).fill(PAD)]);
        expect(tokens).toEqual(filled.flat());
        expect(mask).toEqual(ids.flatMap((row) => filled[0]!.map((_, column) => (column < row.length ? 1 : 0))));
        expect(types).toEqual(Array(ids.length * longest).fill(0));
      }),
    );
  });
});

describe('readTensors', () => {
  it('reads raw floats wherever they stand in the answer', () => {
    const unaligned = Buffer.concat([Buffer.of(0), floats(1, -2, 3, 4.5)]).subarray(1);
    expect(readTensors(answer('FP32', [2, 2], unaligned), manifest, 2).logits).toEqual(Float32Array.of(1, -2, 3, 4.5));
  });

  it('reads typed floats, and finds its output among others', () => {
    const response = ModelInferResponse.fromPartial({
      outputs: [
        { name: 'other', datatype: 'BYTES', shape: [1n], contents: { bytesContents: [Buffer.of(1)] } },
        { name: 'logits', datatype: 'FP32', shape: [1n, 2n], contents: { fp32Contents: [0.25, -1] } },
      ],
    });
    expect(readTensors(response, manifest, 1)).toEqual({ logits: Float32Array.of(0.25, -1) });
  });

  it('reads every half-precision number', () => {
    const bits = Uint16Array.from({ length: 0x10000 }, (_, i) => i);
    const all = { outputs: [{ ...manifest.outputs[0]!, width: bits.length }] } as Manifest;
    const found = readTensors(answer('FP16', [1, bits.length], Buffer.from(bits.buffer)), all, 1).logits!;
    expect(found.findIndex((value, i) => !Object.is(value, halfByItsBits(i)))).toBe(-1);
  });

  it.each([
    ['another shape', answer('FP32', [1, 4], floats(1, 2, 3, 4))],
    ['too few values', answer('FP32', [2, 2], floats(1, 2, 3))],
    ['half a value', answer('FP32', [2, 2], floats(1, 2, 3, 4).subarray(0, 15))],
    ['another type', answer('INT32', [2, 2], floats(1, 2, 3, 4))],
    ['no such output', ModelInferResponse.fromPartial({})],
  ])('refuses an answer with %s', (_, response) => {
    expect(() => readTensors(response, manifest, 2)).toThrow(expect.objectContaining({ reason: 'INTERNAL' }));
  });
});

/** Another way to the same number: the bits of the single-precision number; one that is subnormal is made by scaling. */
function halfByItsBits(half: number): number {
  const sign = (half & 0x8000) << 16;
  const magnitude = half & 0x7fff;
  const view = new DataView(new ArrayBuffer(4));
  view.setInt32(0, sign | (magnitude >= 0x7c00 ? 0x7f800000 | ((magnitude & 0x3ff) << 13) : magnitude << 13));
  return magnitude >= 0x7c00 ? view.getFloat32(0) : view.getFloat32(0) * 2 ** 112;
}
