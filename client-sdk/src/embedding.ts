/**
 * The values of an embedding: `dim` floats, L2-normalised, in an array of their own.
 * @throws RangeError when the bytes are not `dim` floats.
 */
export function toFloat32({ data, dim }: { readonly data: Uint8Array; readonly dim: number }): Float32Array {
  if (data.byteLength !== dim * Float32Array.BYTES_PER_ELEMENT) {
    throw new RangeError(`an embedding of ${dim} values has ${dim * 4} bytes, not ${data.byteLength}`);
  }
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  return Float32Array.from({ length: dim }, (_, index) => view.getFloat32(index * 4, true));
}
