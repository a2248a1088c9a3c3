/** Texts through the real encoder, in lists and on a stream. */
import {
  DeadlineError,
  EncoderHead,
  InvalidArgumentError,
  NotFoundError,
  type StreamEmbedTextsRequest,
  type StreamEmbedTextsResponse,
  type TextOutputs,
  toFloat32,
} from '@guionix/ml-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openEngine, shortScenes, type TestEngine } from './engine.js';

const ALL_HEADS = [EncoderHead.EMBEDDING, EncoderHead.EMOTIONS, EncoderHead.POLARITY, EncoderHead.VALENCE_AROUSAL];
const HAPPY = '¡Qué alegría verte! Es el mejor día de mi vida.';
const SAD = 'He is dead. I will never see my brother again.';
const TEXTS = [HAPPY, SAD, 'INT. FARO - NOCHE', 'La puerta se abre. '.repeat(200), 'Sí.'];

const values = ({ embedding }: Pick<TextOutputs, 'embedding'>) => toFloat32(embedding!);
const cosine = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, i) => sum + value * b[i]!, 0);
/** What was computed, bit by bit. */
const computed = ({ id, cached, ...rest }: TextOutputs) => rest;
/** Every value of a text in one list: another batch may change the last bits. */
const numbers = ({ embedding, emotions, polarity, valence, arousal, sentiment, tokenCount }: TextOutputs) => [
  ...(embedding ? values({ embedding }) : []),
  ...Object.values(emotions ?? {}),
  ...Object.values(polarity ?? {}),
  ...[valence, arousal, sentiment, tokenCount].map((value) => value ?? Number.NaN),
];
const near = (outputs: TextOutputs) => numbers(outputs).map((value) => expect.closeTo(value, 5));

describe('texts', () => {
  let engine: TestEngine;
  beforeAll(async () => {
    engine = await openEngine({ workers: 1 });
  });
  afterAll(() => engine.close());

  it('have every head that is asked for', async () => {
    const { outputs, model, timing } = await engine.client.texts.embed([HAPPY, SAD], { heads: ALL_HEADS });
    expect(model).toMatchObject({ name: 'encoder' });
    expect(timing.totalMs).toBeGreaterThan(0);
    const [happy, sad] = outputs as [TextOutputs, TextOutputs];
    expect(happy.valence!).toBeGreaterThan(sad.valence!);
    expect(happy.sentiment!).toBeGreaterThan(sad.sentiment!);
    expect(happy.polarity!.positive).toBeGreaterThan(happy.polarity!.negative);
    expect(sad.emotions!.sadness).toBeGreaterThan(happy.emotions!.sadness);
    for (const one of [happy, sad]) {
      expect(cosine(values(one), values(one))).toBeCloseTo(1, 4);
      expect(Object.values(one.emotions!).reduce((sum, share) => sum + share)).toBeCloseTo(1, 4);
      expect(one.tokenCount).toBeGreaterThan(5);
    }
  });

  it('are read after the lines before them and their speaker', async () => {
    const text = '¡Dios mío!';
    const { outputs } = await engine.client.texts.embed(
      [
        text,
        { text, context: ['Han encontrado su cuerpo en el río.'] },
        { text, context: ['¡Estoy embarazada!', 'Llevamos años esperándolo.'] },
        { text, speaker: 'ANA' },
      ],
      { heads: ALL_HEADS },
    );
    const [alone, dark, bright, spoken] = outputs as [TextOutputs, TextOutputs, TextOutputs, TextOutputs];
    expect(bright.polarity!.positive).toBeGreaterThan(dark.polarity!.positive);
    expect(dark.tokenCount).toBeGreaterThan(alone.tokenCount);
    expect(numbers(spoken)).not.toEqual(numbers(alone));
    const [again] = (await engine.client.texts.embed([{ text, context: ['Otra cosa.'] }], { heads: ALL_HEADS }))
      .outputs;
    expect(again!.cached).toBe(false);
  });

  it('have the embedding alone when nothing is asked for', async () => {
    const [only] = (await engine.client.texts.embed(['Hola.'])).outputs;
    expect(only).toMatchObject({ emotions: undefined, polarity: undefined, valence: undefined, sentiment: undefined });
    expect(values(only!).length).toBe(only!.embedding!.dim);
  });

  it('are found when they were computed before', async () => {
    const text = 'Nadie ha dicho esto antes aquí.';
    const first = await engine.client.texts.embed([text, 'Tampoco esto.'], { heads: ALL_HEADS });
    const again = await engine.client.texts.embed(['Ni esto otro.', text], { heads: ALL_HEADS });
    expect(first.cache).toEqual({ segmentHits: 0, segmentMisses: 2 });
    expect(again.cache).toEqual({ segmentHits: 1, segmentMisses: 1 });
    expect(again.outputs.map(({ cached }) => cached)).toEqual([false, true]);
    expect(computed(again.outputs[1]!)).toEqual(computed(first.outputs[0]!));
  });

  it('are refused with the field that is wrong', async () => {
    const { texts } = engine.client;
    const error = await texts.embed(['a', 'b', '']).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(InvalidArgumentError);
    expect(error).toMatchObject({ reason: 'FIELD_INVALID', violations: [{ field: 'texts[2].text' }] });
    await expect(texts.embed([])).rejects.toMatchObject({ violations: [{ field: 'texts' }] });
    await expect(texts.embed(['a'], { modelVersion: 'none' })).rejects.toBeInstanceOf(NotFoundError);
  });

  it('say the same on a stream as in a list', async () => {
    // An engine of its own: nothing may be found that the other computed.
    const other = await openEngine({ workers: 1 });
    try {
      const { outputs } = await engine.client.texts.embed(TEXTS, { heads: ALL_HEADS });
      const stream = other.client.texts.open({ heads: ALL_HEADS });
      const streamed = await Promise.all(TEXTS.map((text) => stream.embed(text)));
      await stream.close();
      expect(streamed.map(numbers)).toEqual(outputs.map(near));
    } finally {
      await other.close();
    }
  });

  it('get on over one stream by the thousand, each with its own answer', async () => {
    const lines = shortScenes(500).split('\n').filter(Boolean);
    const stream = engine.client.texts.open({ heads: [EncoderHead.VALENCE_AROUSAL] });
    const answers = await Promise.all(lines.map((line) => stream.embed(line)));
    await stream.close();
    const some = [0, 1, 700, lines.length - 1];
    const { outputs } = await engine.client.texts.embed(
      some.map((i) => lines[i]!),
      { heads: [EncoderHead.VALENCE_AROUSAL] },
    );
    expect(some.map((i) => computed(answers[i]!))).toEqual(outputs.map(computed));
  });

  it('fail one by one on a stream', async () => {
    const stream = engine.client.texts.open();
    const [empty, long, good] = await Promise.allSettled(
      ['', 'a'.repeat(20_001), 'Hola.'].map((text) => stream.embed(text)),
    );
    expect(empty).toMatchObject({ reason: { name: 'InvalidArgumentError', reason: 'FIELD_INVALID' } });
    expect(long).toMatchObject({ reason: { name: 'InvalidArgumentError' } });
    expect(good?.status).toBe('fulfilled');
    const unknown = engine.client.texts.open({ modelVersion: 'none' });
    await expect(unknown.embed('Hola.')).rejects.toBeInstanceOf(NotFoundError);
    await Promise.all([stream.close(), unknown.close()]);
  });

  it('are accounted for at the end of a stream', async () => {
    const ask = (id: number, text: string): StreamEmbedTextsRequest => ({
      message: { $case: 'text', value: { id, text, context: [], speaker: '' } },
    });
    const requests = (async function* () {
      yield ask(7, 'Una cuenta que nadie ha hecho.');
      yield ask(9, '');
      yield ask(8, 'Otra cuenta que nadie ha hecho.');
    })();
    const events: StreamEmbedTextsResponse['event'][] = [];
    for await (const { event } of engine.client.raw.inference.streamEmbedTexts(requests)) events.push(event);
    expect(events).toHaveLength(4);
    expect(events.at(-1)).toMatchObject({
      $case: 'completed',
      value: { model: { name: 'encoder' }, cache: { segmentHits: 0, segmentMisses: 2 } },
    });
  });

  it('are refused at once when they cannot be ready in time', async () => {
    const texts = Array.from({ length: 1000 }, (_, i) => `${i} hombres miran la puerta del faro. `.repeat(8));
    const error = await engine.client.texts.embed(texts, {}, { deadlineMs: 2_000 }).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(DeadlineError);
    expect(error.reason).toBe('DEADLINE_UNREACHABLE');
  });

  it('leave no trace in the log', () => {
    expect(engine.log()).not.toContain('alegría');
    expect(engine.log()).not.toContain('my brother');
    expect(engine.log()).toContain('/guionix.ml.v1.InferenceService/StreamEmbedTexts');
  });
});
