import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Manifest } from '../manifest.js';
import { loadModel, type VerifiedModel } from '../model-files.js';
import { openTokenizer, type Tokenizer } from '../text/tokenizer.js';
import { Session } from './session.js';

const artifacts = path.resolve(import.meta.dirname, '../../../../models/artifacts');
const ROWS = 32;

/** Lines of lengths from two tokens to the window, in both languages. */
const TEXTS = [
  '',
  'No.',
  '¡Corre!',
  'I never said that.',
  '¿Y tú qué haces aquí a estas horas? 😱',
  'She closes the door without a sound and waits in the dark for someone who will not come back.',
  'Él deja la carta sobre la mesa, mira la lluvia contra el cristal y se marcha sin decir una sola palabra a nadie.',
  'The crowd cheers, the band plays louder and louder, and in the middle of it all the old man laughs until he cries, '.repeat(
    2,
  ),
];

/** Rows as one run of ids and their lengths. */
const runRows = (session: Session, rows: readonly (readonly number[] | Int32Array)[]) =>
  session.run(
    Int32Array.from(rows.flatMap((row) => [...row])),
    Int32Array.from(rows, ({ length }) => length),
  );

describe('Session over the shipped model', () => {
  let model: VerifiedModel;
  let tokenizer: Tokenizer;
  let session: Session;
  let inputs: Int32Array[];

  beforeAll(async () => {
    model = await loadModel(artifacts, 'encoder');
    tokenizer = await openTokenizer(model.files.tokenizer);
    const { manifest, files } = model;
    session = await Session.open({ manifest, graphFile: files.graph, provider: 'cpu', threads: 1 });
    inputs = (await tokenizer.encode(TEXTS)).map((ids) => ids.subarray(0, model.manifest.tokens.window));
  });
  afterAll(() => session.release());

  const run = async (batch: readonly Int32Array[]) =>
    Object.entries(await runRows(session, batch)).map(([name, values]) => ({
      name,
      values,
      width: values.length / batch.length,
    }));

  /** Not bit for bit: float kernels add in another order in another shape. The largest difference found is 2.4e-7. */
  it('gives a text the same outputs alone and among strangers of other lengths, within 1e-5', async () => {
    let largest = 0;
    const strangers = Array.from({ length: ROWS - 1 }, (_, i) => {
      const source = inputs[(i * 5) % inputs.length]!;
      return source.length < 4 ? inputs.at(-1)! : source.subarray(0, 2 + ((i * 7) % (source.length - 2)));
    });
    for (const [place, text] of inputs.entries()) {
      const alone = await run([text]);
      const batch = [...strangers.slice(0, place * 4), text, ...strangers.slice(place * 4)];
      for (const [output, { name, values, width }] of (await run(batch)).entries()) {
        const row = values.subarray(place * 4 * width, (place * 4 + 1) * width);
        const expected = alone[output]!;
        expect([name, width]).toEqual([expected.name, expected.width]);
        for (const [i, value] of row.entries()) largest = Math.max(largest, Math.abs(value - expected.values[i]!));
      }
    }
    expect(largest).toBeLessThanOrEqual(1e-5);
    // Dozens of full batches: half a minute on a busy machine.
  }, 60_000);

  it('tells texts apart', async () => {
    const polarity = (await run(inputs)).find(({ name }) => name === 'sentiment_logits')!;
    const rows = new Set(inputs.map((_, i) => polarity.values.slice(i * 3, i * 3 + 3).join()));
    expect(rows.size).toBe(inputs.length);
  });
});

/** Graphs whose outputs show what they were fed: fixtures/make_sums.py. */
const openSums = (type: 'int32' | 'int64', tensors: readonly string[]) =>
  Session.open({
    manifest: {
      inputs: { ...SUMS_INPUTS[type], type, ids: 'input_ids', mask: 'attention_mask' },
      outputs: tensors.map((tensor) => ({ tensor })),
      tokens: { pad: 1000 },
    } as unknown as Manifest,
    graphFile: path.join(import.meta.dirname, `fixtures/sums.${type}.onnx`),
    provider: 'cpu',
    threads: 1,
  });
const SUMS_INPUTS = { int32: {}, int64: { types: 'token_type_ids' } };

describe.each(['int32', 'int64'] as const)('Session over a graph with %s inputs', (type) => {
  it('feeds ids, padding and mask, batch after batch', async () => {
    const session = await openSums(type, ['sums', 'padding']);
    expect(await runRows(session, [[1, 2, 3], [4]])).toEqual({
      sums: Float32Array.of(6, 3, 4, 1),
      padding: Float32Array.of(0, 0, 2000, 2),
    });
    expect(await runRows(session, [[5], [6, 7]])).toEqual({
      sums: Float32Array.of(5, 1, 13, 2),
      padding: Float32Array.of(1000, 1, 0, 0),
    });
    await session.release();
  });

  it('hands out fp16 as fp32, and no tensor but those of the manifest', async () => {
    const session = await openSums(type, ['halves']);
    expect(await runRows(session, [[64, 64], [3]])).toEqual({
      halves: Float32Array.of(0.5, 2 / 256, 3 / 256, 1 / 256),
    });
    await session.release();
  });

  it('keeps the outputs of a batch when the next one runs', async () => {
    const session = await openSums(type, ['sums']);
    const first = await runRows(session, [[1, 2]]);
    await runRows(session, [[3, 4]]);
    expect(first).toEqual({ sums: Float32Array.of(3, 2) });
    await session.release();
  });
});

it('feeds segment numbers of 0 to a graph that takes them', async () => {
  const session = await openSums('int64', ['segments']);
  expect(await runRows(session, [[9, 9, 9], [9]])).toEqual({ segments: Float32Array.of(0, 3, 0, 3) });
  await session.release();
});
