import { ServerError, Status } from 'nice-grpc';
import { expect, it } from 'vitest';
import { RetryInfo } from '../src/gen/google/rpc/error_details.js';
import { CancelledError, OverloadedError, UnavailableError } from '../src/index.js';
import { connect, detail, fail, openClient } from './engine.js';

const quick = { retry: { baseDelayMs: 10, maxDelayMs: 20 } };
const retryAfter = (ms: number) =>
  detail('RetryInfo', RetryInfo, { retryDelay: { seconds: BigInt(Math.floor(ms / 1000)), nanos: (ms % 1000) * 1e6 } });

/** An engine whose health check fails in the given ways, one a try, and then succeeds. */
async function connectFailing(failures: ((context: never) => void)[], options: object = quick) {
  const tries: number[] = [];
  const client = await connect(
    {
      health: {
        async check(_, context) {
          tries.push(performance.now());
          failures[tries.length - 1]?.(context as never);
          return { status: 1 };
        },
      },
    },
    options,
  );
  return { client, tries };
}

const unavailable = () => {
  throw new ServerError(Status.UNAVAILABLE, 'draining');
};
const overloaded = (ms: number) => (context: never) => fail(context, Status.RESOURCE_EXHAUSTED, 'full', retryAfter(ms));

it('tries an unavailable engine again', async () => {
  const { client, tries } = await connectFailing([unavailable, unavailable]);
  expect(await client.health.check()).toBe('SERVING');
  expect(tries.length).toBe(3);
});

it('waits as long as the engine asks', async () => {
  const { client, tries } = await connectFailing([overloaded(200)]);
  expect(await client.health.check()).toBe('SERVING');
  expect(tries[1]! - tries[0]!).toBeGreaterThanOrEqual(195);
});

it('gives up after its tries with the last error', async () => {
  const { client, tries } = await connectFailing(Array(9).fill(overloaded(5)));
  const error = await client.health.check().catch((thrown) => thrown);
  expect(error).toBeInstanceOf(OverloadedError);
  expect(error).toMatchObject({ retryAfterMs: 5, message: 'full', code: 'RESOURCE_EXHAUSTED' });
  expect(tries.length).toBe(4);
});

it('does not begin a wait that would outlast the deadline', async () => {
  const { client, tries } = await connectFailing([overloaded(60_000)]);
  const start = performance.now();
  const error = await client.health.check('', { deadlineMs: 5_000 }).catch((thrown) => thrown);
  expect(error).toBeInstanceOf(OverloadedError);
  expect(error.retryAfterMs).toBe(60_000);
  expect(performance.now() - start).toBeLessThan(2_000);
  expect(tries.length).toBe(1);
});

it('does not repeat what would fail again', async () => {
  for (const code of [Status.NOT_FOUND, Status.INTERNAL, Status.INVALID_ARGUMENT, Status.RESOURCE_EXHAUSTED]) {
    const { client, tries } = await connectFailing([
      () => {
        throw new ServerError(code, 'no');
      },
    ]);
    await expect(client.health.check()).rejects.toThrow('no');
    expect(tries.length).toBe(1);
  }
});

it('can be switched off for the client and for one call', async () => {
  const off = await connectFailing([unavailable], { retry: false });
  await expect(off.client.health.check()).rejects.toBeInstanceOf(UnavailableError);
  expect(off.tries.length).toBe(1);
  const once = await connectFailing([unavailable]);
  await expect(once.client.raw.health.check({}, { retry: false })).rejects.toBeInstanceOf(UnavailableError);
  expect(once.tries.length).toBe(1);
});

it('can be aborted while waiting', async () => {
  const { client, tries } = await connectFailing([overloaded(60_000)], {});
  const controller = new AbortController();
  const call = client.health.check('', { signal: controller.signal, deadlineMs: Infinity });
  await expect.poll(() => tries.length).toBe(1);
  controller.abort('enough');
  await expect(call).rejects.toMatchObject({ name: 'CancelledError', cause: 'enough' });
  await expect(call).rejects.toBeInstanceOf(CancelledError);
});

it('repeats a stream only until its first message', async () => {
  let tries = 0;
  const client = await connect(
    {
      sentiment: {
        async *streamSceneSentiment() {
          if (++tries === 1) unavailable();
          yield { event: { $case: 'outline', value: {} }, progress: {} };
          unavailable();
        },
      },
    },
    quick,
  );
  const events = client.sentiment.stream({ text: 'x' })[Symbol.asyncIterator]();
  expect((await events.next()).value.type).toBe('outline');
  await expect(events.next()).rejects.toBeInstanceOf(UnavailableError);
  expect(tries).toBe(2);
});

it('deletes again after a refusal but not after a lost connection', async () => {
  const failures: ((context: never) => void)[] = [overloaded(5), unavailable];
  let tries = 0;
  const client = await connect(
    {
      scripts: {
        async deleteScript(_, context) {
          failures[tries++]?.(context as never);
          return {};
        },
      },
    },
    quick,
  );
  await expect(client.scripts.delete('s1')).rejects.toBeInstanceOf(UnavailableError);
  expect(tries).toBe(2);
  await client.scripts.delete('s1');
});

it('says UnavailableError when nobody listens', async () => {
  const client = openClient('127.0.0.1:1', quick);
  await expect(client.health.check()).rejects.toBeInstanceOf(UnavailableError);
});
