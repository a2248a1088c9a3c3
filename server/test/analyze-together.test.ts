/** Several callers at once: each gets on, and who goes away makes room. */
import { DeadlineError } from '@guionix/ml-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { collect, excerpt, ofType, openEngine, sample, shortScenes, type TestEngine } from './engine.js';

describe('callers at once', () => {
  let engine: TestEngine;
  beforeAll(async () => {
    engine = await openEngine({ workers: 1 });
  });
  afterAll(() => engine.close());

  it('both get on: neither waits for the end of the other', async () => {
    const order: string[] = [];
    const run = async (name: string, script: string) => {
      for await (const { type } of engine.client.sentiment.stream({ text: script }))
        if (type === 'scene') order.push(name);
    };
    await Promise.all([run('a', shortScenes(60)), run('b', shortScenes(59))]);
    expect(order.indexOf('b')).toBeLessThan(order.lastIndexOf('a') - 20);
    expect(order.indexOf('a')).toBeLessThan(order.lastIndexOf('b') - 20);
  });

  it('get their first scene before a tenth of the script is computed', async () => {
    for await (const { type, progress } of engine.client.sentiment.stream({ text: shortScenes(100) })) {
      if (type !== 'scene') continue;
      expect(progress.tokensDone / progress.tokensTotal).toBeLessThan(0.1);
      break;
    }
  });

  it('who leaves makes room: others are answered long before the left script would have been computed', async () => {
    const leave = new AbortController();
    const left = collect(engine.client.sentiment.stream({ text: sample('macbeth') }, {}, { signal: leave.signal }));
    const outcome = expect(left).rejects.toMatchObject({ code: 'CANCELLED' });
    await new Promise((resolve) => setTimeout(resolve, 1000));
    leave.abort();
    await outcome;
    const { info } = await engine.client.sentiment.analyze({ text: shortScenes(3) }, { priority: 3 });
    expect(info.timing!.queueMs).toBeLessThan(1000);
  });

  it('who runs out of time is told so, and costs the others nothing', async () => {
    const late = engine.client.sentiment.analyze({ text: sample('macbeth') }, {}, { deadlineMs: 1000 });
    await expect(late).rejects.toBeInstanceOf(DeadlineError);
    const { info } = await engine.client.sentiment.analyze({ text: shortScenes(3) }, { priority: 3 });
    expect(info.timing!.queueMs).toBeLessThan(1000);
  });

  it('who is slow to read is waited for', async () => {
    const events = [];
    for await (const event of engine.client.sentiment.stream({ text: shortScenes(40) })) {
      await new Promise((resolve) => setTimeout(resolve, 10));
      events.push(event);
    }
    expect(ofType(events, 'scene')).toHaveLength(40);
  });
});

describe('an engine that is full', () => {
  it('refuses at once with a retry hint, and takes the call once there is room', async () => {
    const engine = await openEngine({ workers: 1, maxQueuedTokens: 30_000 });
    try {
      const leave = new AbortController();
      const first = collect(engine.client.sentiment.stream({ text: sample('macbeth') }, {}, { signal: leave.signal }));
      const outcome = expect(first).rejects.toMatchObject({ code: 'CANCELLED' });
      await new Promise((resolve) => setTimeout(resolve, 1500));
      const started = performance.now();
      const second = engine.client.sentiment.analyze({ text: sample('macbeth') });
      await expect(second).rejects.toMatchObject({
        code: 'RESOURCE_EXHAUSTED',
        reason: 'OVERLOADED',
        retryAfterMs: expect.any(Number),
      });
      expect(performance.now() - started).toBeLessThan(1000);
      leave.abort();
      await outcome;
      await expect(engine.client.sentiment.analyze({ text: excerpt('macbeth', 100) })).resolves.toBeDefined();
    } finally {
      await engine.close();
    }
  });
});
