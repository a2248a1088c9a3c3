/** The stream over a fake use case: what is queued together, what a failure ends, what holds the reading. */
import { pino } from 'pino';
import { describe, expect, it, vi } from 'vitest';
import { EngineError } from '../domain/errors.js';
import { EncoderHead, StreamEmbedTextsRequest, type StreamEmbedTextsResponse } from '../gen/guionix/ml/v1/inference.js';
import type { Encoder } from '../inference/encoder.js';
import type { EmbeddedText, EmbedOptions, EmbedTexts } from '../usecase/embed-texts.js';
import { embedStream } from './embed-stream.js';

type Message = Parameters<typeof StreamEmbedTextsRequest.fromPartial>[0]['message'];

const SECRET = 'LA CONDESA';
const ask = (id: number, text = SECRET): Message => ({ $case: 'text', value: { id, text } });
const configure = (value: object): Message => ({ $case: 'options', value });
const turn = () => new Promise((resolve) => setImmediate(resolve));
const embedded: EmbeddedText = {
  encoding: {
    tokens: 3,
    valence: 0.5,
    arousal: 0,
    polarity: Float32Array.of(),
    emotion: Float32Array.of(),
    embedding: Float32Array.of(1),
  },
  sentiment: 0.5,
  truncated: false,
  cached: false,
};
const encoder = { model: { name: 'encoder', version: '1' }, emotions: [], polarities: [] } as unknown as Encoder;

/** A stream over a use case that answers each text with what `answer` says of it. */
function arrange(answer: (text: string) => Promise<EmbeddedText> = async () => embedded) {
  const lines: string[] = [];
  const log = pino({ base: null }, { write: (line: string) => void lines.push(line) });
  const controller = new AbortController();
  const embed = vi.fn(async (texts: readonly string[], _: EmbedOptions) => {
    const answers = texts.map((text) => answer(text));
    for (const promise of answers) promise.catch(() => undefined);
    return { encoder, texts: answers, cached: 1, queueMs: 2, computeMs: 3 };
  });
  const open = (messages: AsyncIterable<Message> | Iterable<Message>) => {
    const requests = (async function* () {
      for await (const message of messages) yield StreamEmbedTextsRequest.fromPartial({ message: message! });
    })();
    const parts = { embed: { embed } as unknown as EmbedTexts, log };
    return embedStream(parts, requests, { signal: controller.signal });
  };
  return { open, embed, controller, lines, groups: () => embed.mock.calls.map(([texts]) => texts.length) };
}

async function collect(stream: AsyncIterable<StreamEmbedTextsResponse>) {
  const events: NonNullable<StreamEmbedTextsResponse['event']>[] = [];
  for await (const { event } of stream) events.push(event!);
  const completed = events.at(-1)?.$case === 'completed' ? events.pop() : undefined;
  const ids = (kind: 'outputs' | 'failure') =>
    events.flatMap((event) => (event.$case === kind && 'id' in event.value ? [event.value.id] : []));
  const failures = events.flatMap((event) => (event.$case === 'failure' ? [event.value] : []));
  return { outputs: ids('outputs'), failures, completed, events };
}

describe('embedStream', () => {
  it('answers every text and then says what it cost', async () => {
    const { open, groups } = arrange();
    const { outputs, completed } = await collect(open([ask(1), ask(2), ask(3)]));
    expect(outputs).toEqual([1, 2, 3]);
    expect(completed?.value).toMatchObject({
      model: { name: 'encoder', version: '1' },
      timing: { queueMs: 2, inferenceMs: 3 },
      cache: { segmentHits: 1, segmentMisses: 2 },
    });
    expect(groups()).toEqual([3]);
  });

  it('completes a stream of no texts', async () => {
    const { outputs, completed } = await collect(arrange().open([]));
    expect(outputs).toEqual([]);
    expect(completed?.value).toMatchObject({ model: undefined, cache: { segmentHits: 0, segmentMisses: 0 } });
  });

  it('queues what comes together at once, and no more than a few batches', async () => {
    const { open, groups } = arrange();
    const long = 'a'.repeat(20_000);
    await collect(open([1, 2, 3, 4, 5].map((id) => ask(id, long))));
    expect(groups()).toEqual([4, 1]);
  });

  it('queues what comes later by itself: nothing waits for more', async () => {
    const { open, groups } = arrange();
    const messages = (async function* () {
      yield ask(1);
      await turn();
      await turn();
      yield ask(2);
    })();
    await collect(open(messages));
    expect(groups()).toEqual([1, 1]);
  });

  it('answers each text as it is ready, in any order', async () => {
    let finish = (_: EmbeddedText): void => undefined;
    const slow = new Promise<EmbeddedText>((resolve) => {
      finish = resolve;
    });
    const { open } = arrange((text) => (text === 'slow' ? slow : Promise.resolve(embedded)));
    const ids: unknown[] = [];
    for await (const { event } of open([ask(1, 'slow'), ask(2)])) {
      if (event?.$case === 'outputs') ids.push(event.value.id);
      finish(embedded);
    }
    expect(ids).toEqual([2, 1]);
  });

  it('computes each text as the options before it say', async () => {
    const { open, embed } = arrange();
    const { events } = await collect(
      open([ask(1), configure({ heads: [EncoderHead.VALENCE_AROUSAL], modelVersion: '2' }), ask(2)]),
    );
    expect(embed.mock.calls.map(([, { version }]) => version)).toEqual([undefined, '2']);
    expect(events[0]?.value).toMatchObject({ id: 1, embedding: { dim: 1 } });
    expect(events[1]?.value).toMatchObject({ id: 2, embedding: undefined, valence: 0.5 });
  });

  it('answers a text that cannot be read and goes on', async () => {
    const { outputs, failures } = await collect(arrange().open([ask(1, ''), ask(2)]));
    expect(outputs).toEqual([2]);
    expect(failures).toEqual([expect.objectContaining({ id: 1, reason: 'FIELD_INVALID', retryAfterMs: 0 })]);
    expect(failures[0]!.message).toContain('text.text');
  });

  it('refuses an id that is in flight, answers the first of it, and takes it again later', async () => {
    const { open } = arrange();
    const messages = (async function* () {
      yield ask(1);
      yield ask(1);
      yield ask(1);
      await turn();
      await turn();
      yield ask(1);
    })();
    const { outputs, failures } = await collect(open(messages));
    expect(outputs).toEqual([1, 1]);
    expect(failures.map(({ id, reason }) => [id, reason])).toEqual([
      [1, 'FIELD_INVALID'],
      [1, 'FIELD_INVALID'],
    ]);
  });

  it('answers the texts that are refused together with the delay to come back after', async () => {
    const { open, embed, lines } = arrange();
    embed.mockRejectedValueOnce(new EngineError('OVERLOADED', undefined, { retryAfterMs: 40 }));
    const { failures, completed } = await collect(open([ask(1), ask(2)]));
    expect(failures).toMatchObject([
      { id: 1, reason: 'OVERLOADED', retryAfterMs: 40 },
      { id: 2, reason: 'OVERLOADED', retryAfterMs: 40 },
    ]);
    expect(completed).toBeDefined();
    expect(lines).toEqual([]);
  });

  it('logs a fault with the incident that is told, never with the text', async () => {
    const { open, lines } = arrange(async () => {
      throw new TypeError(SECRET);
    });
    const { failures } = await collect(open([ask(1)]));
    const record = JSON.parse(lines[0]!);
    expect(record).toMatchObject({ level: 50, reason: 'INTERNAL', cause: { kind: 'TypeError' } });
    expect(failures[0]!.message).toContain(record.incident);
    expect(lines.join() + failures[0]!.message).not.toContain(SECRET);
  });

  it.each([
    ['an empty message', undefined, 'message'],
    ['a head that there is not', configure({ heads: [9] }), 'options.heads[0]'],
  ])('ends with %s, once what is ready is answered', async (_, message, field) => {
    const stream = arrange().open([ask(1, ''), message]);
    const ids: unknown[] = [];
    const read = async () => {
      for await (const { event } of stream) if (event?.$case === 'failure') ids.push(event.value.id);
    };
    await expect(read()).rejects.toMatchObject({ reason: 'FIELD_INVALID', details: { violations: [{ field }] } });
    expect(ids).toEqual([1]);
  });

  it.each([
    ['texts that are computed', (id: number) => ask(id)],
    ['texts that are refused', (id: number) => ask(id, '')],
  ])('stops reading %s while their answers are not taken', async (_, make) => {
    let sent = 0;
    const endless = (async function* () {
      for (; ; sent++) {
        yield make(sent);
        if (sent % 100 === 0) await turn();
      }
    })();
    const { open } = arrange();
    const reader = open(endless)[Symbol.asyncIterator]();
    await reader.next();
    for (let i = 0; i < 100; i++) await turn();
    const held = sent;
    for (let i = 0; i < 100; i++) await turn();
    expect(sent).toBe(held);
    expect(held).toBeLessThan(1100);
    for (let i = 0; i < 500; i++) await reader.next();
    expect(sent).toBeGreaterThan(held);
  });

  it('ends with the reason of the signal, whatever it waits for', async () => {
    const { open, controller, embed } = arrange(() => new Promise(() => undefined));
    const reader = open([ask(1)])[Symbol.asyncIterator]();
    const next = reader.next();
    await turn();
    expect(embed.mock.calls[0]![1].signal).toBe(controller.signal);
    const reason = new EngineError('CANCELLED');
    controller.abort(reason);
    await expect(next).rejects.toBe(reason);
  });
});
