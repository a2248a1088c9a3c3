import { setTimeout as delay } from 'node:timers/promises';
import { ServerError, Status } from 'nice-grpc';
import { expect, it } from 'vitest';
import { DeadlineError, GuionixError } from '../src/index.js';
import { connect } from './engine.js';

/** An engine that takes a minute over everything, and how many of its calls were cancelled. */
async function connectSlow(options = {}) {
  const counts = { cancelled: 0 };
  const wait = async (signal: AbortSignal) => {
    try {
      await delay(60_000, undefined, { signal });
    } catch (error) {
      counts.cancelled++;
      throw error;
    }
  };
  const client = await connect(
    {
      sentiment: {
        async analyzeSentiment(_, { signal }) {
          await wait(signal);
          return {};
        },
        async *streamSceneSentiment(_, { signal }) {
          yield { event: { $case: 'outline', value: {} }, progress: {} };
          await wait(signal);
        },
      },
    },
    options,
  );
  return { client, counts };
}

const spent = async (work: Promise<unknown>) => {
  const start = performance.now();
  const error = await work.then(
    () => undefined,
    (thrown) => thrown,
  );
  return { error, ms: performance.now() - start };
};

it('ends a call and its work on the server', async () => {
  const { client, counts } = await connectSlow();
  const { error, ms } = await spent(client.sentiment.analyze({ text: 'x' }, {}, { deadlineMs: 150 }));
  expect(error).toBeInstanceOf(DeadlineError);
  expect(error.code).toBe('DEADLINE_EXCEEDED');
  expect(ms).toBeGreaterThan(140);
  expect(ms).toBeLessThan(2_000);
  await expect.poll(() => counts.cancelled).toBe(1);
});

it('has a default per kind of call', async () => {
  const { client } = await connectSlow({ deadlines: { unaryMs: 60, streamMs: 250 } });
  const unary = await spent(client.sentiment.analyze({ text: 'x' }));
  expect(unary.error).toBeInstanceOf(DeadlineError);
  expect(unary.ms).toBeLessThan(240);
  const stream = client.sentiment.stream({ text: 'x' })[Symbol.asyncIterator]();
  expect((await stream.next()).value.type).toBe('outline');
  const rest = await spent(stream.next());
  expect(rest.error).toBeInstanceOf(DeadlineError);
  expect(rest.ms).toBeGreaterThan(150);
});

it('counts the tries together', async () => {
  let tries = 0;
  const client = await connect(
    {
      health: {
        async check() {
          tries++;
          await delay(40);
          throw new ServerError(Status.UNAVAILABLE, 'draining');
        },
      },
    },
    { retry: { baseDelayMs: 1, maxAttempts: 1_000 } },
  );
  const { error, ms } = await spent(client.health.check('', { deadlineMs: 250 }));
  expect(error).toBeInstanceOf(GuionixError);
  expect(ms).toBeLessThan(1_000);
  expect(tries).toBeGreaterThan(1);
  expect(tries).toBeLessThan(8);
});

it('must be above 0', async () => {
  const { client } = await connectSlow();
  await expect(client.health.check('', { deadlineMs: 0 })).rejects.toThrow('deadlineMs must be above 0, not 0');
});
