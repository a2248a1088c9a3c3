import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { CancelledError, type SceneSentimentEvent } from '../src/index.js';
import { connect } from './engine.js';

const progress = (scenesDone: number) => ({ scenesDone, scenesTotal: 3 });
const scene = (sceneIndex: number) => ({
  event: { $case: 'scene' as const, value: { sceneIndex } },
  progress: progress(sceneIndex + 1),
});
const outline = { event: { $case: 'outline' as const, value: { title: 'El faro' } }, progress: progress(0) };
const completed = {
  event: { $case: 'completed' as const, value: { info: { analysisId: 'a-1' }, summary: {} } },
  progress: progress(3),
};

/** An engine whose stream goes on until its caller leaves, and the promise of that moment. */
async function connectEndless() {
  let left = () => {};
  const whenLeft = new Promise<void>((resolve) => {
    left = resolve;
  });
  const client = await connect({
    sentiment: {
      async *streamSceneSentiment(_, { signal }) {
        signal.addEventListener('abort', () => left());
        yield outline;
        for (let index = 0; ; index++) {
          yield scene(index);
          await delay(5, undefined, { signal });
        }
      },
    },
  });
  return { client, whenLeft };
}

it('yields the outline, the scenes in order, and the arc', async () => {
  const client = await connect({
    sentiment: {
      async *streamSceneSentiment() {
        yield outline;
        for (const index of [0, 1, 2]) {
          await delay(3);
          yield scene(index);
        }
        yield completed;
      },
    },
  });
  const events: SceneSentimentEvent[] = [];
  for await (const event of client.sentiment.stream({ scriptId: 's1' })) events.push(event);
  expect(events.map((event) => event.type)).toEqual(['outline', 'scene', 'scene', 'scene', 'completed']);
  expect(events.flatMap((event) => (event.type === 'scene' ? [event.scene.sceneIndex] : []))).toEqual([0, 1, 2]);
  expect(events.map((event) => event.progress.scenesDone)).toEqual([0, 1, 2, 3, 3]);
  const last = events.at(-1);
  expect(last?.type === 'completed' && last.info.analysisId).toBe('a-1');
});

it('delivers each scene while the rest is still being computed', async () => {
  const { client, whenLeft } = await connectEndless();
  for await (const event of client.sentiment.stream({ text: 'x' })) {
    if (event.type === 'scene' && event.scene.sceneIndex === 4) break;
  }
  await whenLeft;
});

it('passes over events that this version does not know', async () => {
  const client = await connect({
    sentiment: {
      async *streamSceneSentiment() {
        yield { progress: progress(0) };
        yield completed;
      },
    },
  });
  const types: string[] = [];
  for await (const event of client.sentiment.stream({ text: 'x' })) types.push(event.type);
  expect(types).toEqual(['completed']);
});

describe('abort', () => {
  it('mid-stream ends the loop with CancelledError and the work on the server', async () => {
    const { client, whenLeft } = await connectEndless();
    const controller = new AbortController();
    const read = async () => {
      for await (const event of client.sentiment.stream({ text: 'x' }, {}, { signal: controller.signal })) {
        if (event.type === 'scene' && event.scene.sceneIndex === 2) controller.abort('tab closed');
      }
    };
    const error = await read().catch((thrown) => thrown);
    expect(error).toBeInstanceOf(CancelledError);
    expect(error.cause).toBe('tab closed');
    await whenLeft;
  });

  it('while waiting for a scene ends the wait', async () => {
    const client = await connect({
      sentiment: {
        async *streamSceneSentiment(_, { signal }) {
          yield outline;
          await delay(60_000, undefined, { signal });
        },
      },
    });
    const signal = AbortSignal.timeout(50);
    const events = client.sentiment.stream({ text: 'x' }, {}, { signal })[Symbol.asyncIterator]();
    expect((await events.next()).value.type).toBe('outline');
    await expect(events.next()).rejects.toBeInstanceOf(CancelledError);
  });

  it('before the first read sends nothing', async () => {
    let calls = 0;
    const client = await connect({
      sentiment: {
        async *streamSceneSentiment() {
          calls++;
          yield outline;
        },
      },
    });
    const events = client.sentiment.stream({ text: 'x' }, {}, { signal: AbortSignal.abort() });
    await expect(events[Symbol.asyncIterator]().next()).rejects.toBeInstanceOf(CancelledError);
    await client.health.check().catch(() => {});
    expect(calls).toBe(0);
  });
});

it('holds the engine back when its reader is slow', async () => {
  let sent = 0;
  const client = await connect({
    sentiment: {
      async *streamSceneSentiment() {
        for (; sent < 400; sent++) {
          yield { ...scene(sent), event: { $case: 'scene' as const, value: { heading: 'x'.repeat(256 * 1024) } } };
        }
      },
    },
  });
  const events = client.sentiment.stream({ text: 'x' })[Symbol.asyncIterator]();
  await events.next();
  await delay(500);
  expect(sent).toBeLessThan(100);
  let read = 1;
  while (!(await events.next()).done) read++;
  expect(read).toBe(400);
});
