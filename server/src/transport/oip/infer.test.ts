import { describe, expect, it } from 'vitest';
import {
  bool,
  inferRequest,
  int,
  MadeUpModels,
  outputsOf,
  unpackFloats,
  untilAborted,
} from '../../../test/made-up-models.js';
import { EngineError } from '../../domain/errors.js';
import { InferTensorContents, type ModelInferRequest } from '../../gen/inference/grpc_service.js';
import { infer } from './infer.js';
import { ServingRecords } from './statistics.js';

/** Made-up models, and requests to them. */
function open() {
  const models = new MadeUpModels();
  const records = new ServingRecords();
  const controller = new AbortController();
  const send = (request: ModelInferRequest, deadline?: number) =>
    infer({ models: models.port, records }, request, {
      signal: controller.signal,
      ...(deadline !== undefined && { deadline }),
    });
  return { models, records, send, hangUp: () => controller.abort(new EngineError('CANCELLED')) };
}

describe('infer', () => {
  it('answers every output, row by row, with the version that answered and what it cost', async () => {
    const { models, send } = open();
    const answer = await send(inferRequest(['uno', 'tres!!']));
    expect(answer).toMatchObject({ modelName: 'encoder', modelVersion: '2', id: 'r1', raw: true });
    expect(answer.outputs.map(({ name, shape, bytes }) => [name, shape, unpackFloats(bytes)])).toEqual([
      ['embedding', [2, 3], [3, 2, 3, 6, 2, 3]],
      ['affect', [2, 2], [-1, 1, -1, 1]],
    ]);
    expect(answer.parameters).toEqual({
      queue_us: int(1500n),
      compute_us: int(2000n),
      tokens: int(9n),
      cached_texts: int(1n),
      truncated_texts: int(1n),
    });
    expect(models.inUse).toBe(0);
  });

  it('answers typed when it is asked typed, and only what it is asked for', async () => {
    const request = inferRequest(['uno'], { rawInputContents: [], outputs: [{ name: 'affect', parameters: {} }] });
    request.inputs[0]!.contents = InferTensorContents.create({ bytesContents: [Buffer.from('uno')] });
    const { raw, outputs } = await open().send(request);
    expect([raw, outputs.map(({ name }) => name)]).toEqual([false, ['affect']]);
  });

  it('answers no text with no rows, and computes nothing', async () => {
    const { models, send } = open();
    const { outputs } = await send(inferRequest([]));
    expect(outputs.map(({ shape, bytes }) => [shape, bytes.length])).toEqual([
      [[0, 3], 0],
      [[0, 2], 0],
    ]);
    expect(models.seen).toEqual([]);
  });

  it.each([
    ['', '2'],
    ['1', '1'],
    ['canary', '2'],
  ])('takes "%s" for version %s', async (modelVersion, version) => {
    expect((await open().send(inferRequest(['a'], { modelVersion }))).modelVersion).toBe(version);
  });

  it.each<[string, Partial<ModelInferRequest>, string]>([
    ['an unknown model', { modelName: 'x' }, 'MODEL_NOT_FOUND'],
    ['what is neither a version nor a label', { modelVersion: '9' }, 'MODEL_NOT_FOUND'],
    ['a version that is not loaded', { modelVersion: '3' }, 'MODEL_NOT_READY'],
    ['an unknown output', { outputs: [{ name: 'x', parameters: {} }] }, 'TENSOR_INVALID'],
    ['a broken tensor', { rawInputContents: [Buffer.alloc(3)] }, 'TENSOR_INVALID'],
    ['a negative priority', { parameters: { priority: int(-1n) } }, 'TENSOR_INVALID'],
  ])('refuses %s', async (_, changed, reason) => {
    const { models, send } = open();
    await expect(send(inferRequest(['a'], changed))).rejects.toMatchObject({ reason });
    expect(models.inUse).toBe(0);
  });

  it('passes on priority and the sooner of timeout and deadline', async () => {
    const { models, send } = open();
    const now = performance.now();
    await send(inferRequest(['a'], { parameters: { priority: int(3n), timeout: int(60_000_000n) } }), now + 3_600_000);
    await send(inferRequest(['a'], { parameters: { timeout: int(3_600_000_000n) } }), now + 500);
    await send(inferRequest(['a']));
    expect(models.seen[0]).toMatchObject({ priority: 'background' });
    expect(models.seen[0]!.deadline).toBeLessThanOrEqual(performance.now() + 60_000);
    expect(models.seen[1]).toMatchObject({ priority: 'interactive', deadline: now + 500 });
    expect(models.seen[2]).not.toHaveProperty('deadline');
  });

  it('aborts the work when its own timeout passes', async () => {
    const { models, send } = open();
    models.compute = untilAborted;
    const late = send(inferRequest(['a'], { parameters: { timeout: int(1000n) } }));
    await expect(late).rejects.toMatchObject({ reason: 'DEADLINE' });
    expect(models.inUse).toBe(0);
  });

  it('does not take a timeout that no timer can hold for one that has passed', async () => {
    const forever = inferRequest(['a'], { parameters: { timeout: int(2n ** 62n) } });
    expect((await open().send(forever)).id).toBe('r1');
  });

  it.each([{}, { timeout: int(60_000_000n) }])('aborts the work when the caller goes away (%o)', async (parameters) => {
    const { models, send, hangUp } = open();
    models.compute = untilAborted;
    const answer = send(inferRequest(['a'], { parameters }));
    hangUp();
    await expect(answer).rejects.toMatchObject({ reason: 'CANCELLED' });
    await expect(send(inferRequest(['a'], { parameters: { timeout: int(60_000_000n) } }))).rejects.toMatchObject({
      reason: 'CANCELLED',
    });
    expect(models.inUse).toBe(0);
  });

  it('counts texts, requests, failures and where the time went, by version', async () => {
    const { models, records, send } = open();
    await send(inferRequest(['a', 'b'], { modelVersion: '1' }));
    await send(inferRequest([], { modelVersion: '1', parameters: { anything: bool(true) } }));
    await send(inferRequest(['a'], { modelVersion: '1', rawInputContents: [] })).catch(() => undefined);
    const statistics = records.of({ name: 'encoder', version: '1' }).toStatistics(models.statuses[2]!);
    expect(statistics).toMatchObject({
      version: '1',
      inferenceCount: 2n,
      executionCount: 2n,
      inferenceStats: {
        success: { count: 2n },
        fail: { count: 1n },
        queue: { count: 2n, ns: 1_500_000n },
        computeInfer: { count: 2n, ns: 2_000_000n },
        cacheHit: { count: 1n },
        cacheMiss: { count: 1n },
      },
      memoryUsage: [{ byteSize: 104_857_600n }],
    });
    expect(statistics.lastInference).toBeGreaterThan(0n);
    const other = records.of({ name: 'encoder', version: '2' }).toStatistics(models.statuses[1]!);
    expect(other).toMatchObject({ executionCount: 0n, lastInference: 0n });
  });

  it('leaves what was computed as it is', async () => {
    const { models, send } = open();
    const shared = outputsOf('uno');
    models.compute = async () => [shared, shared];
    await send(inferRequest(['uno', 'uno']));
    expect(shared).toEqual(outputsOf('uno'));
  });
});
