/** A fault in one place is a typed error for who was there, and nothing for anybody after. */
import type { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { collect, openEngine, shortScenes } from './engine.js';

describe('an engine', () => {
  it('that loses a worker fails the call with a reason to retry, and answers the next', async () => {
    const threads: Worker[] = [];
    const remember = (worker: Worker) => threads.push(worker);
    process.on('worker', remember);
    const engine = await openEngine({ workers: 1 });
    try {
      const text = shortScenes(200);
      const alone = await engine.client.sentiment.analyze({ text: shortScenes(9) });
      const stream = engine.client.sentiment.stream({ text });
      const lost = (async () => {
        for await (const { type, progress } of stream) {
          // No worker understands this message: it dies of it, as of a fault of its own. Inference starts first of all.
          if (type === 'scene' && progress.scenesDone === 1) threads[0]!.postMessage(null);
        }
      })();
      await expect(lost).rejects.toMatchObject({ code: 'UNAVAILABLE', reason: 'EXECUTOR_LOST' });
      const after = await engine.client.sentiment.analyze({ text: shortScenes(9) });
      expect(after.scenes).toEqual(alone.scenes);
      expect(engine.log()).toContain('"reason":"EXECUTOR_LOST"');
    } finally {
      process.off('worker', remember);
      await engine.close();
    }
  });

  it('listens on an IPv6 address', async () => {
    const engine = await openEngine({ workers: 1, host: '::1' });
    try {
      const client = engine.connect({ address: engine.address.replace('127.0.0.1', '[::1]') });
      await expect(client.health.check()).resolves.toBe('SERVING');
    } finally {
      await engine.close();
    }
  });

  it('that cannot start says why and leaves nothing running', async () => {
    const taken = await openEngine({ workers: 1 });
    const port = Number(taken.address.split(':')[1]);
    await expect(openEngine({ workers: 1, port })).rejects.toThrow(/EADDRINUSE|No address added/);
    await expect(openEngine({ modelsDir: '/nowhere' })).rejects.toMatchObject({ reason: 'MODEL_MISSING' });
    await expect(collect(taken.client.sentiment.stream({ text: shortScenes(1) }))).resolves.toHaveLength(3);
    await taken.close();
  });
});
