/** The shipped model itself: what it says of a text must not depend on the texts it is computed with. */
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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

describe('Session', () => {
  let model: VerifiedModel;
  let tokenizer: Tokenizer;
  let session: Session;
  let inputs: Int32Array[];

  beforeAll(async () => {
    model = await loadModel(artifacts, 'encoder');
    tokenizer = await openTokenizer(model.files.tokenizer);
    session = await Session.open({
      manifest: model.manifest,
      graphFile: model.files.graph,
      provider: 'cpu',
      threads: 1,
    });
    inputs = (await tokenizer.encode(TEXTS)).map((ids) => ids.subarray(0, model.manifest.tokens.window));
  });
  afterAll(() => session.release());

  const run = async (batch: readonly Int32Array[]) => {
    const ids = Int32Array.from(batch.flatMap((row) => [...row]));
    const outputs = await session.run(
      ids,
      Int32Array.from(batch, (row) => row.length),
    );
    return Object.entries(outputs).map(([name, values]) => ({ name, values, width: values.length / batch.length }));
  };

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
  });

  it('tells texts apart', async () => {
    const polarity = (await run(inputs)).find(({ name }) => name === 'sentiment_logits')!;
    const rows = new Set(inputs.map((_, i) => polarity.values.slice(i * 3, i * 3 + 3).join()));
    expect(rows.size).toBe(inputs.length);
  });
});
