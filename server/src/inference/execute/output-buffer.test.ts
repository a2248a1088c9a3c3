import { describe, expect, it } from 'vitest';
import { copyOutputs, halfToFloat } from './output-buffer.js';

describe('copyOutputs', () => {
  const tensors = {
    a: { type: 'float32', data: Float32Array.of(1, 2, 3) },
    b: { type: 'float16', data: Uint16Array.of(0x3c00, 0xc000) },
    c: { type: 'int64', data: BigInt64Array.of(1n) },
  };

  it('copies the tensors that are named into one buffer, fp16 as fp32', () => {
    const { a, b, ...rest } = copyOutputs(['b', 'a'], tensors);
    expect(rest).toEqual({});
    expect([...a!]).toEqual([1, 2, 3]);
    expect([...b!]).toEqual([1, -2]);
    expect(a!.buffer).toBe(b!.buffer);
    expect(a!.buffer).not.toBe(tensors.a.data.buffer);
  });

  it('refuses a tensor of another number format', () => {
    expect(() => copyOutputs(['c'], tensors)).toThrow('Output c is int64');
  });
});

it.each([
  [0x0000, 0],
  [0x8000, -0],
  [0x0001, 2 ** -24],
  [0x03ff, 1023 * 2 ** -24],
  [0x0400, 2 ** -14],
  [0x3555, 0.333251953125],
  [0x7bff, 65504],
  [0xfbff, -65504],
  [0x7c00, Number.POSITIVE_INFINITY],
  [0xfc00, Number.NEGATIVE_INFINITY],
  [0x7e00, Number.NaN],
])('halfToFloat(0x%s) is %s', (bits, value) => {
  expect(halfToFloat(bits)).toBe(value);
});
