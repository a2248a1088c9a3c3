import fc from 'fast-check';
import { expect, it } from 'vitest';
import { toFloat32 } from './embedding.js';

it('reads back little-endian floats wherever the bytes begin', () => {
  fc.assert(
    fc.property(fc.float32Array({ maxLength: 50 }), fc.nat(7), (values, offset) => {
      const bytes = new Uint8Array(offset + values.length * 4);
      const view = new DataView(bytes.buffer);
      values.forEach((value, index) => {
        view.setFloat32(offset + index * 4, value, true);
      });
      expect(toFloat32({ data: bytes.subarray(offset), dim: values.length })).toEqual(values);
    }),
  );
});

it('refuses bytes that are not dim floats', () => {
  expect(() => toFloat32({ data: new Uint8Array(11), dim: 3 })).toThrow('3 values has 12 bytes, not 11');
});
