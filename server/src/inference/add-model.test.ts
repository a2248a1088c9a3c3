import { appendFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ModelsFolder, makeModelsFolder, SHIPPED, SHIPPED_ENCODER } from '../../test/models-folder.js';
import { addModel, type NewModel } from './add-model.js';
import { inspectModels } from './inspect-models.js';
import { loadModel } from './model-files.js';
import { toleranceFor } from './reference-outputs.js';

const fixture = (name: string) => path.join(import.meta.dirname, 'execute/fixtures', name);
const shipped = (name: string) => path.join(SHIPPED_ENCODER, name);

let folder: ModelsFolder;
beforeEach(() => {
  folder = makeModelsFolder();
});
afterEach(() => folder.remove());

/** Adds a tiny graph, which says of each row the sum of its ids and how many there are. */
const add = (change: Partial<NewModel> = {}) =>
  addModel(folder.root, {
    name: 'sums',
    version: '1',
    graphs: [{ precision: 'fp32', file: fixture('sums.int64.onnx') }],
    tokenizer: shipped('tokenizer.json'),
    outputs: ['sums'],
    window: 16,
    overflow: 'cut',
    ...change,
  });

describe('addModel', () => {
  it('describes a graph by what it takes and what it gives', async () => {
    const manifest = await add();
    expect(await loadModel(folder.root, 'sums')).toMatchObject({ manifest, precision: 'fp32' });
    expect(manifest).toMatchObject({
      inputs: { type: 'int64', types: 'token_type_ids' },
      // Not of length 1, so scaled to it.
      outputs: [{ name: 'embedding', tensor: 'sums', width: 2, normalize: true }],
      tokens: { pad: SHIPPED.tokens.pad, window: 16, maxLength: 16, overflow: 'cut' },
    });
    for (const { ids, tensors } of manifest.reference) {
      expect(ids.length).toBeLessThanOrEqual(16);
      expect(tensors).toEqual({ sums: [ids.reduce((sum, id) => sum + id, 0), ids.length] });
    }
    expect(new Set(manifest.reference.map(({ ids }) => ids.length)).size).toBeGreaterThan(1);
  });

  it('takes several number formats of one model', async () => {
    const file = fixture('sums.int64.onnx');
    const graphs = (['int8', 'fp32'] as const).map((precision) => ({ precision, file }));
    const manifest = await add({ graphs });
    expect(manifest.precision).toBe('int8');
    expect((await loadModel(folder.root, 'sums', '1', 'fp32')).files.graph).toContain('model.fp32.onnx');
    expect(await inspectModels(folder.root)).toEqual([{ name: 'sums', version: '1', manifest }]);
  });

  it('describes the encoder that ships as its own manifest does', async () => {
    const graph = SHIPPED.files.graphs.int8!;
    const manifest = await add({
      graphs: [{ precision: 'int8', file: shipped(graph.path) }],
      outputs: SHIPPED.outputs.map(({ name, tensor }) => `${name}=${tensor}`),
      window: 64,
    });
    expect(manifest.inputs).toEqual(SHIPPED.inputs);
    expect(manifest.outputs.map(({ name, tensor, width }) => ({ name, tensor, width }))).toEqual(
      SHIPPED.outputs.map(({ name, tensor, width }) => ({ name, tensor, width })),
    );
    expect(manifest.files.graphs.int8!.sha256).toBe(graph.sha256);
  });

  const broken = () => {
    const file = path.join(folder.root, 'broken.onnx');
    writeFileSync(file, 'no graph');
    return file;
  };
  it.each<[string, string, () => Partial<NewModel>]>([
    ['FIELD_INVALID', 'a name that is no folder', () => ({ name: '../sums' })],
    ['FIELD_INVALID', 'a version that is no folder', () => ({ version: '..' })],
    ['FIELD_INVALID', 'an output that is not there', () => ({ outputs: ['logits'] })],
    ['FIELD_INVALID', 'an output with a name that is none', () => ({ outputs: ['Big Sum=sums'] })],
    ['FIELD_INVALID', 'a window that holds no text', () => ({ window: 3 })],
    [
      'FIELD_INVALID',
      'a window longer than the graph takes',
      () => ({ graphs: [{ precision: 'int8', file: shipped('model.int8.onnx') }], outputs: [], window: 600 }),
    ],
    [
      'FIELD_INVALID',
      'two graphs of one format',
      () => ({ graphs: [1, 2].map(() => ({ precision: 'fp32' as const, file: fixture('sums.int64.onnx') })) }),
    ],
    ['MODEL_MISSING', 'a file that is not there', () => ({ tokenizer: path.join(folder.root, 'none.json') })],
    ['MODEL_CORRUPT', 'a graph that is none', () => ({ graphs: [{ precision: 'fp32', file: broken() }] })],
    ['MODEL_CORRUPT', 'a tokenizer that is none', () => ({ tokenizer: broken() })],
    [
      'MODEL_CORRUPT',
      'graphs that do not take the same',
      () => ({
        graphs: [
          { precision: 'fp32', file: fixture('sums.int64.onnx') },
          { precision: 'int8', file: fixture('sums.int32.onnx') },
        ],
      }),
    ],
  ])('refuses with %s %s, and leaves nothing behind', async (reason, _, change) => {
    await expect(add(change())).rejects.toMatchObject({ reason });
    const left = readdirSync(folder.root, { recursive: true, withFileTypes: true });
    expect(left.filter((entry) => entry.isFile() && entry.name !== 'broken.onnx')).toEqual([]);
  });

  it('never changes a version that is there', async () => {
    await add();
    await expect(add()).rejects.toMatchObject({ reason: 'FIELD_INVALID', message: /there already/ });
    await expect(add({ version: '2' })).resolves.toMatchObject({ version: '2' });
  });
});

describe('toleranceFor', () => {
  it('is a share of the smallest tensor, or twice what another graph differs', () => {
    const reference = [
      { small: [0.2, -0.1], large: [10] },
      { small: [0, 0], large: [-4] },
    ];
    expect(toleranceFor(reference, reference)).toBeCloseTo(0.01);
    expect(toleranceFor(reference, [{ small: [0.2, -0.2], large: [10] }, reference[1]!])).toBeCloseTo(0.2);
    expect(toleranceFor([{ zero: [0] }], [{ zero: [0] }])).toBeGreaterThan(0);
  });
});

describe('inspectModels', () => {
  it('says what is wrong with a version', async () => {
    await add();
    folder.writeModel('encoder', '2', { outputs: [] });
    appendFileSync(path.join(folder.root, 'sums/1/model.fp32.onnx'), 'x');
    expect(await inspectModels(folder.root)).toMatchObject([
      { name: 'encoder', problem: expect.stringContaining('outputs') },
      { name: 'sums', manifest: { version: '1' }, problem: 'Model file model.fp32.onnx differs from its manifest.' },
    ]);
  });
});
