import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { manifestSchema, type OutputSpec } from './manifest.js';
import { type Computation, createKeyer, createOutputsCodec } from './outputs-codec.js';

const manifest = manifestSchema.parse({
  name: 'small',
  version: '1',
  kind: 'text-encoder',
  precision: 'int8',
  files: {
    graphs: {
      int8: { path: 'model.onnx', sha256: 'a'.repeat(64), bytes: 1 },
      fp32: { path: 'model.fp32.onnx', sha256: 'c'.repeat(64), bytes: 1 },
    },
    tokenizer: { path: 'tokenizer.json', sha256: 'b'.repeat(64), bytes: 1 },
  },
  inputs: { type: 'int64', ids: 'ids', mask: 'mask' },
  outputs: [
    { name: 'embedding', tensor: 'e', width: 5, normalize: true },
    { name: 'affect', tensor: 'a', width: 2, divisor: 2 },
  ],
  tokens: { pad: 1, maxLength: 512, window: 64 },
  reference: [{ ids: [0, 2], tensors: {} }],
});
const computation: Computation = { manifest, precision: 'int8', provider: 'cpu' };
const codec = createOutputsCodec(manifest.outputs);

/** Any 32 bits as a float: subnormal numbers, infinities, every kind of NaN. */
const anyFloats = (width: number) =>
  fc
    .array(fc.integer({ min: 0, max: 0xffff_ffff }), { minLength: width, maxLength: width })
    .map((bits) => new Float32Array(Uint32Array.from(bits).buffer));
const anyOutputs = fc.record({
  tokens: fc.integer({ min: 0, max: 0xffff_ffff }),
  truncated: fc.boolean(),
  values: fc.record({ embedding: anyFloats(5), affect: anyFloats(2) }),
});
const bitsOf = (values: Float32Array) => [...new Uint32Array(values.slice().buffer)];

describe('createOutputsCodec', () => {
  it('gives back every bit, wherever the bytes lie', () => {
    fc.assert(
      fc.property(anyOutputs, fc.integer({ min: 0, max: 7 }), (outputs, offset) => {
        const bytes = codec.encode(outputs);
        const moved = new Uint8Array(bytes.length + offset).subarray(offset);
        moved.set(bytes);
        const found = codec.decode(moved)!;
        expect(found).toMatchObject({ tokens: outputs.tokens, truncated: outputs.truncated, cached: true });
        expect(Object.keys(found.values)).toEqual(['embedding', 'affect']);
        expect(bitsOf(found.values['embedding']!)).toEqual(bitsOf(outputs.values.embedding));
        expect(bitsOf(found.values['affect']!)).toEqual(bitsOf(outputs.values.affect));
      }),
    );
  });

  it('refuses bytes of which one is another', () => {
    fc.assert(
      fc.property(anyOutputs, fc.nat({ max: 39 }), fc.integer({ min: 1, max: 255 }), (outputs, at, change) => {
        const bytes = codec.encode(outputs);
        expect(bytes).toHaveLength(40);
        bytes[at]! ^= change;
        expect(codec.decode(bytes)).toBeUndefined();
      }),
    );
  });

  it('refuses bytes of another length, cut or made up', () => {
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array(), fc.uint8Array({ minLength: 40, maxLength: 40 })), (bytes) => {
        expect(codec.decode(bytes)).toBeUndefined();
      }),
    );
    const whole = codec.encode({
      tokens: 2,
      truncated: false,
      values: { embedding: new Float32Array(5), affect: new Float32Array(2) },
    });
    for (let length = 0; length < whole.length; length++) {
      expect(codec.decode(whole.subarray(0, length))).toBeUndefined();
    }
  });

  it('keeps bytes of its own: what is written to the outputs later is not in them', () => {
    const values = { embedding: new Float32Array(5), affect: new Float32Array([1, 2]) };
    const bytes = codec.encode({ tokens: 2, truncated: false, values });
    values.affect[0] = 9;
    expect([...codec.decode(bytes)!.values['affect']!]).toEqual([1, 2]);
  });

  it('does not encode outputs of a width that the manifest does not say', () => {
    const values = { embedding: new Float32Array(4), affect: new Float32Array(2) };
    expect(() => codec.encode({ tokens: 2, truncated: false, values })).toThrow(
      expect.objectContaining({ reason: 'MODEL_CORRUPT' }),
    );
  });
});

describe('createKeyer', () => {
  const keyOf = createKeyer(computation);

  it('gives each text a key of its own, the same every time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (a, b) => {
        expect(createKeyer(computation)(a)).toBe(keyOf(a));
        expect(keyOf(a) === keyOf(b)).toBe(a === b);
      }),
    );
    expect(new Set(['Ana', 'ana', ' Ana', 'Ana ', 'An\u0301a', ''].map((text) => keyOf(text))).size).toBe(6);
  });

  it('gives a text another key in each context', () => {
    fc.assert(
      fc.property(fc.string(), fc.string({ minLength: 1 }), fc.string({ minLength: 1 }), (text, a, b) => {
        expect(keyOf(text, a)).not.toBe(keyOf(text));
        expect(keyOf(text, a) === keyOf(text, b)).toBe(a === b);
        expect(keyOf(text, a)).not.toBe(keyOf(a + text));
      }),
    );
    expect(keyOf('Ana', '')).toBe(keyOf('Ana'));
  });

  it('says nothing of the text', () => {
    expect(keyOf('La puerta se abre.')).toMatch(/^[\w-]{43}$/);
  });

  const affect: Partial<OutputSpec>[] = [
    { name: 'feeling' },
    { tensor: 'b' },
    { width: 3 },
    { activation: 'sigmoid' },
    { divisor: 3 },
    { normalize: true },
  ];
  it.each<[string, Computation]>([
    ['precision', { ...computation, precision: 'fp32' }],
    ['provider', { ...computation, provider: 'cuda' }],
    ['name', { ...computation, manifest: { ...manifest, name: 'other' } }],
    ['version', { ...computation, manifest: { ...manifest, version: '2' } }],
    [
      'graph',
      {
        ...computation,
        manifest: { ...manifest, files: { ...manifest.files, graphs: { int8: manifest.files.graphs.fp32! } } },
      },
    ],
    [
      'tokenizer',
      {
        ...computation,
        manifest: { ...manifest, files: { ...manifest.files, tokenizer: manifest.files.graphs.int8! } },
      },
    ],
    ['window', { ...computation, manifest: { ...manifest, tokens: { ...manifest.tokens, window: 128 } } }],
    ['overflow', { ...computation, manifest: { ...manifest, tokens: { ...manifest.tokens, overflow: 'cut' } } }],
    ['inputs', { ...computation, manifest: { ...manifest, inputs: { ...manifest.inputs, types: 'types' } } }],
    ...affect.map((change): [string, Computation] => [
      `output ${Object.keys(change)}`,
      {
        ...computation,
        manifest: { ...manifest, outputs: [manifest.outputs[0]!, { ...manifest.outputs[1]!, ...change }] },
      },
    ]),
  ])('gives other keys to a model of another %s', (_, other) => {
    expect(createKeyer(other)('La puerta se abre.')).not.toBe(keyOf('La puerta se abre.'));
  });

  it('gives the same keys to a model of which only the description is another', () => {
    const described = { ...manifest, description: 'Better words.', metrics: [], licences: undefined };
    expect(createKeyer({ ...computation, manifest: described })('Sí.')).toBe(keyOf('Sí.'));
  });
});
