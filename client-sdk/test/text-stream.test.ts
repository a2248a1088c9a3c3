import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from 'vitest';
import {
  CancelledError,
  DeadlineError,
  InternalError,
  InvalidArgumentError,
  NotFoundError,
  PreconditionError,
  type TextInput,
} from '../src/index.js';
import { connectStream, failure, outputs, tokens } from './text-engine.js';

it('sends many texts over one call, options first, and closes it', async () => {
  const { client, calls } = await connectStream(outputs);
  const stream = client.texts.open({ modelVersion: '2' });
  const lengths = Array.from({ length: 2_000 }, (_, i) => 1 + (i % 7));
  expect(await Promise.all(lengths.map((length) => tokens(stream, 'a'.repeat(length))))).toEqual(lengths);
  await stream.close();
  expect(calls).toHaveLength(1);
  expect(calls[0]).toMatchObject({ ended: true, messages: { 0: { $case: 'options', value: { modelVersion: '2' } } } });
  await expect(stream.embed('tarde')).rejects.toBeInstanceOf(CancelledError);
});

it('opens no call before the first text', async () => {
  const { client, calls } = await connectStream(outputs);
  await client.texts.open().close();
  expect(calls).toEqual([]);
});

it('answers each text as it is ready: a slow one holds nobody', async () => {
  let slow: TextInput | undefined;
  const { client } = await connectStream((text) => {
    if (text.text !== 'slow') return slow && text.text === 'last' ? outputs(slow) : outputs(text);
    slow = text;
    return undefined;
  });
  const stream = client.texts.open();
  const first = tokens(stream, 'slow');
  expect(await tokens(stream, 'abc')).toBe(3);
  const last = stream.embed('last', { deadlineMs: 300 });
  expect(await first).toBe(4);
  await expect(last).rejects.toBeInstanceOf(DeadlineError);
});

it('closes when what is under way is answered', async () => {
  const { client } = await connectStream(async (text) => delay(50, outputs(text)));
  const stream = client.texts.open();
  const answer = tokens(stream, 'abc');
  await stream.close();
  expect(await answer).toBe(3);
});

it('refuses what is no text before it is sent', async () => {
  const { client, calls } = await connectStream(outputs);
  const stream = client.texts.open();
  await expect(stream.embed(undefined as unknown as string)).rejects.toBeInstanceOf(TypeError);
  await expect(stream.embed('a', { deadlineMs: 0 })).rejects.toBeInstanceOf(RangeError);
  await expect(stream.embed('a', { signal: AbortSignal.abort('no') })).rejects.toMatchObject({ cause: 'no' });
  expect(calls).toEqual([]);
});

it.each([
  ['FIELD_INVALID', InvalidArgumentError],
  ['MODEL_NOT_FOUND', NotFoundError],
  ['MODEL_MISSING', PreconditionError],
  ['DEADLINE_UNREACHABLE', DeadlineError],
  ['INTERNAL', InternalError],
  ['SOMETHING_NEW', InternalError],
])('fails one text with %s and goes on', async (reason, kind) => {
  const { client, calls } = await connectStream((text) =>
    text.text === 'bad' ? failure(text, reason) : outputs(text),
  );
  const stream = client.texts.open();
  const error = await stream.embed('bad').catch((thrown) => thrown);
  expect(error).toBeInstanceOf(kind);
  expect(error).toMatchObject({ reason, message: `no: ${reason}` });
  expect(await tokens(stream, 'good')).toBe(4);
  expect(calls).toHaveLength(1);
});

it('aborts one text and no other', async () => {
  const { client } = await connectStream(async (text) => delay(30, outputs(text)));
  const stream = client.texts.open();
  const controller = new AbortController();
  const aborted = stream.embed('a', { signal: controller.signal });
  const other = tokens(stream, 'bb');
  controller.abort('enough');
  await expect(aborted).rejects.toMatchObject({ name: 'CancelledError', cause: 'enough' });
  expect(await other).toBe(2);
  await stream.close();
});

it('does not send a text that was aborted while it waited', async () => {
  const { client, texts } = await connectStream(async (text) => delay(1, outputs(text)));
  const stream = client.texts.open();
  const controller = new AbortController();
  const first = Array.from({ length: 512 }, () => stream.embed('a'));
  const aborted = Array.from({ length: 20 }, () => stream.embed('late', { signal: controller.signal }));
  controller.abort();
  for (const one of await Promise.allSettled(aborted)) expect(one.status).toBe('rejected');
  await Promise.all(first);
  await stream.close();
  expect(texts()).toHaveLength(512);
});

it('says when there is room, so that a long list does not pile up', async () => {
  let open = 0;
  let most = 0;
  const { client } = await connectStream(outputs);
  const stream = client.texts.open();
  for (let i = 0; i < 3_000; i++) {
    await stream.ready();
    most = Math.max(most, ++open);
    void stream.embed('a').then(() => {
      open -= 1;
    });
  }
  await stream.close();
  expect(open).toBe(0);
  expect(most).toBeGreaterThan(100);
  expect(most).toBeLessThanOrEqual(513);
});

it('wakes everyone who waits for room when nothing is under way', async () => {
  const answers: (() => void)[] = [];
  const { client } = await connectStream(
    (text) => new Promise((resolve) => answers.push(() => resolve(outputs(text)))),
  );
  const stream = client.texts.open();
  const all = Array.from({ length: 512 }, () => stream.embed('a', { deadlineMs: 200 }).catch(() => undefined));
  const waiting = Array.from({ length: 600 }, () => stream.ready());
  await Promise.all([...all, ...waiting]);
  expect(answers).toHaveLength(1);
});

it('ends a call on which nothing is in flight, and opens another for the next text', async () => {
  const { client, calls } = await connectStream(outputs);
  const stream = client.texts.open();
  await stream.embed('a');
  await expect.poll(() => calls[0]?.ended, { timeout: 20_000, interval: 200 }).toBe(true);
  expect(await tokens(stream, 'bb')).toBe(2);
  expect(calls).toHaveLength(2);
});
