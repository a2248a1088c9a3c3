import { Status } from 'nice-grpc';
import { expect, it } from 'vitest';
import { BadRequest, ErrorInfo, RequestInfo, ResourceInfo } from '../src/gen/google/rpc/error_details.js';
import { GuionixError, InternalError, InvalidScriptError, NotFoundError, UnimplementedError } from '../src/index.js';
import { connect, detail, fail } from './engine.js';

it('tells what is wrong with a script and where', async () => {
  const violation = { field: 'script.data', description: 'Line 12: the element is never closed.' };
  const client = await connect({
    sentiment: {
      analyzeSentiment: async (_, context) =>
        fail(
          context,
          Status.INVALID_ARGUMENT,
          'The file is broken where the error says.',
          detail('ErrorInfo', ErrorInfo, { reason: 'SCRIPT_MALFORMED', domain: 'ml.guionix.com' }),
          detail('BadRequest', BadRequest, { fieldViolations: [violation] }),
        ),
    },
  });
  const error = await client.sentiment.analyze({ text: 'x' }).catch((thrown) => thrown);
  expect(error).toBeInstanceOf(InvalidScriptError);
  expect(error).toMatchObject({
    code: 'INVALID_ARGUMENT',
    reason: 'SCRIPT_MALFORMED',
    message: 'The file is broken where the error says.',
    method: '/guionix.ml.v1.SentimentService/AnalyzeSentiment',
    violations: [violation],
  });
});

it('tells what was not found, also in a stream', async () => {
  const client = await connect({
    sentiment: {
      async *streamSceneSentiment(_, context) {
        yield { event: { $case: 'outline', value: {} }, progress: {} };
        fail(
          context,
          Status.NOT_FOUND,
          'No script has this id.',
          detail('ResourceInfo', ResourceInfo, { resourceType: 'script', resourceName: 's9' }),
        );
      },
    },
  });
  const read = async () => {
    for await (const event of client.sentiment.stream({ scriptId: 's9' })) expect(event.type).toBe('outline');
  };
  const error = await read().catch((thrown) => thrown);
  expect(error).toBeInstanceOf(NotFoundError);
  expect(error.resource).toEqual({ type: 'script', name: 's9' });
});

it('tells the incident id of a fault in the engine', async () => {
  const client = await connect({
    health: {
      check: async (_, context) =>
        fail(context, Status.INTERNAL, 'A fault.', detail('RequestInfo', RequestInfo, { requestId: 'i-42' })),
    },
  });
  const error = await client.health.check().catch((thrown) => thrown);
  expect(error).toBeInstanceOf(InternalError);
  expect(error.incidentId).toBe('i-42');
});

it('keeps the error when its details are broken', async () => {
  const client = await connect({
    health: {
      async check(_, context) {
        fail(
          { trailer: { set: (key: string) => context.trailer.set(key, Uint8Array.of(0x1a, 0xff)) } },
          Status.NOT_FOUND,
          'no',
        );
      },
    },
  });
  await expect(client.health.check()).rejects.toBeInstanceOf(NotFoundError);
});

it('tells what an engine does not offer', async () => {
  const client = await connect({});
  await expect(client.scripts.parse({ text: 'x' })).rejects.toBeInstanceOf(UnimplementedError);
});

it('after close cancels new calls and lets the ones in flight end', async () => {
  const started: (() => void)[] = [];
  const client = await connect({
    health: {
      async check() {
        await new Promise<void>((resolve) => started.push(resolve));
        return { status: 1 };
      },
    },
  });
  const running = client.health.check();
  await expect.poll(() => started.length).toBe(1);
  client.close();
  const late = await client.health.check().catch((thrown) => thrown);
  expect(late).toMatchObject({ name: 'CancelledError', message: 'The client is closed.' });
  expect(late).toBeInstanceOf(GuionixError);
  started[0]?.();
  expect(await running).toBe('SERVING');
});
