import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { CancelledError, type StreamEmbedTextsRequest, TextInput } from '../src/index.js';
import { connect } from './engine.js';

/** An engine that answers each text as it comes, and whether it has stopped. */
async function connectEcho(options: object) {
  const seen = { ended: false };
  const client = await connect(
    {
      inference: {
        async *streamEmbedTexts(requests) {
          try {
            for await (const { message } of requests) {
              if (message?.$case === 'text') yield { event: { $case: 'outputs', value: { id: message.value.id } } };
            }
          } finally {
            seen.ended = true;
          }
        },
      },
    },
    options,
  );
  return { client, seen };
}

/** Texts that come one by one, each after a pause: a writer typing. */
async function* typing(count: number, pauseMs: number): AsyncGenerator<StreamEmbedTextsRequest> {
  for (let id = 1; id <= count; id++) {
    yield { message: { $case: 'text', value: TextInput.fromPartial({ id, text: 'hola' }) } };
    await delay(pauseMs);
  }
}

it('goes both ways at once and outlasts the default deadlines', async () => {
  const { client } = await connectEcho({ deadlines: { unaryMs: 20, streamMs: 20 } });
  const ids: number[] = [];
  for await (const { event } of client.raw.inference.streamEmbedTexts(typing(6, 30))) {
    if (event?.$case === 'outputs') ids.push(event.value.id);
  }
  expect(ids).toEqual([1, 2, 3, 4, 5, 6]);
});

it('ends on both sides when aborted', async () => {
  const { client, seen } = await connectEcho({});
  const controller = new AbortController();
  const read = async () => {
    for await (const _ of client.raw.inference.streamEmbedTexts(typing(1e6, 5), { signal: controller.signal })) {
      controller.abort();
    }
  };
  await expect(read()).rejects.toBeInstanceOf(CancelledError);
  await expect.poll(() => seen.ended).toBe(true);
});
