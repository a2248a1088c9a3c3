import { readFileSync } from 'node:fs';
import { ServerError, Status } from 'nice-grpc';
import { expect, it } from 'vitest';
import { OverloadedError, UnavailableError } from '../src/index.js';
import { toTextError } from '../src/text-failure.js';
import { connect } from './engine.js';
import { connectStream, failure, outputs, quick, tokens } from './text-engine.js';

it('sends a text again that the engine was too full for, after the delay it asks for', async () => {
  const times: number[] = [];
  const { client } = await connectStream((text) => {
    times.push(performance.now());
    return times.length === 1 ? failure(text, 'OVERLOADED', 100) : outputs(text);
  });
  expect(await tokens(client.texts.open(), 'abc')).toBe(3);
  expect(times[1]! - times[0]!).toBeGreaterThanOrEqual(95);
});

it('gives a text up after its tries', async () => {
  const { client, texts } = await connectStream((text) => failure(text, 'OVERLOADED', 1));
  const error = await client.texts
    .open()
    .embed('abc')
    .catch((thrown) => thrown);
  expect(error).toBeInstanceOf(OverloadedError);
  expect(error.retryAfterMs).toBe(1);
  expect(texts()).toHaveLength(4);
});

it('does not begin a wait that would outlast the deadline of the text', async () => {
  const { client, texts } = await connectStream((text) => failure(text, 'OVERLOADED', 60_000));
  const answer = client.texts.open().embed('abc', { deadlineMs: 10_000 });
  await expect(answer).rejects.toBeInstanceOf(OverloadedError);
  expect(texts()).toHaveLength(1);
});

it('sends what was in flight over a new call when the connection is lost', async () => {
  const { client, calls } = await connectStream((text, call) => {
    if (call > 1) return outputs(text);
    if (text.text === 'ccc') throw new ServerError(Status.UNAVAILABLE, 'gone');
    return undefined;
  });
  const stream = client.texts.open();
  expect(await Promise.all(['a', 'bb', 'ccc'].map((text) => tokens(stream, text)))).toEqual([1, 2, 3]);
  expect(calls).toHaveLength(2);
});

it('rejects what was in flight when the call fails otherwise, and opens a new one for the next text', async () => {
  const { client, calls } = await connectStream((text, call) => {
    if (call > 1) return outputs(text);
    throw new ServerError(Status.INVALID_ARGUMENT, 'bad options');
  });
  const stream = client.texts.open();
  const both = await Promise.allSettled([stream.embed('a'), stream.embed('b')]);
  for (const one of both)
    expect(one).toMatchObject({ reason: { name: 'InvalidArgumentError', message: 'bad options' } });
  expect(await tokens(stream, 'ccc')).toBe(3);
  expect(calls).toHaveLength(2);
});

it('rejects what was in flight when the connection is lost and retry is off', async () => {
  const lose = () => {
    throw new ServerError(Status.UNAVAILABLE, 'gone');
  };
  const { client } = await connectStream(lose, { retry: false });
  const both = await Promise.allSettled(['a', 'b'].map((text) => client.texts.open().embed(text)));
  for (const one of both) expect(one).toMatchObject({ reason: { name: 'UnavailableError' } });
});

it('takes an engine that ends the stream for one that is gone', async () => {
  let calls = 0;
  const client = await connect(
    {
      inference: {
        async *streamEmbedTexts() {
          calls += 1;
          yield { event: { $case: 'completed', value: {} } };
        },
      },
    },
    quick,
  );
  await expect(client.texts.open().embed('a')).rejects.toBeInstanceOf(UnavailableError);
  expect(calls).toBe(4);
});

/** Reasons that no text fails with. */
const OTHER_REASONS =
  /^(?:SCRIPT_|ANALYSIS_|JOB_|LIBRARY_|TENSOR_|STORAGE_|PROVIDER_|NOT_IMPL|MODEL_(?:NOT_LOADED|IN_USE|CONTROL_OFF|MEMORY))/;

it('fails a text with the status that the errors of the engine have', () => {
  const table = readFileSync(new URL('../../docs/reference/errors.md', import.meta.url), 'utf8');
  const rows = [...table.matchAll(/^\| `([A-Z_]+)` \| `([A-Z_]+)` \|/gm)].map(([, reason = '', code]) => [
    reason,
    code,
  ]);
  const expected = rows.filter(([reason]) => !OTHER_REASONS.test(reason!));
  expect(expected.length).toBeGreaterThan(12);
  const failure = { id: 0, message: '', retryAfterMs: 0 };
  expect(expected.map(([reason = '']) => [reason, toTextError({ ...failure, reason }).code])).toEqual(expected);
});
