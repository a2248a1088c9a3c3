/** A fault in one place is a typed error for who was there, and nothing for anybody after. */
import type { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { collect, openEngine, shortScenes } from './engine.js';

describe('an engine', () => {
  it('that loses a worker computes its batch once more: the call does not notice', async () => {
    const threads: Worker[] = [];
    const remember = (worker: Worker) => threads.push(worker);
    process.on('worker', remember);
    const engine = await openEngine({ workers: 1, expressWorkers: 0, cacheMib: 0, resultCacheMib: 0 });
    try {
      const text = shortScenes(200);
      const undisturbed = await engine.client.sentiment.analyze({ text });
      const before = threads.length;
      const valences: number[] = [];
      for await (const event of engine.client.sentiment.stream({ text })) {
        if (event.type !== 'scene') continue;
        valences.push(event.scene.valence!.value);
        // No worker understands this message: it dies of it, as of a fault of its own. Inference starts first of all.
        if (valences.length === 1) threads[0]!.postMessage(null);
      }
      expect(valences).toEqual(undisturbed.scenes.map(({ valence }) => expect.closeTo(valence!.value, 5)));
      expect(threads.length).toBe(before + 1);
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
    await expect(openEngine({ modelsDir: '/nowhere' })).rejects.toMatchObject({
      reason: 'MODEL_NOT_FOUND',
      message: expect.stringContaining('"encoder"'),
    });
    await expect(collect(taken.client.sentiment.stream({ text: shortScenes(1) }))).resolves.toHaveLength(3);
    await taken.close();
  });
});
