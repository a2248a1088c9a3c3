import { describe, expect, it } from 'vitest';
import type { Executor } from './execute/executor.js';
import { passGate } from './gate.js';
import type { Manifest } from './manifest.js';

const manifest = {
  files: { graphs: { int8: { tolerance: 0.05 } } },
  reference: [{ ids: [0, 7, 2], tensors: { va: [0.5, -0.5] } }],
} as unknown as Manifest;

const giving = (tensors: Record<string, Float32Array>) =>
  ({ run: async () => ({ tensors, computeMs: 1 }) }) as unknown as Executor;

describe('passGate', () => {
  it('lets a model through that rounds a little differently', async () => {
    await expect(passGate(manifest, 'int8', giving({ va: Float32Array.of(0.52, -0.46) }))).resolves.toBeUndefined();
  });

  it.each([
    ['another value', { va: Float32Array.of(0.5, -0.4) }],
    ['labels in another order', { va: Float32Array.of(-0.5, 0.5) }],
    ['no number', { va: Float32Array.of(Number.NaN, -0.5) }],
    ['another width', { va: Float32Array.of(0.5) }],
    ['no such tensor', { other: Float32Array.of(0.5, -0.5) }],
  ])('refuses %s', async (_, tensors) => {
    await expect(passGate(manifest, 'int8', giving(tensors as Record<string, Float32Array>))).rejects.toMatchObject({
      reason: 'MODEL_CORRUPT',
      message: expect.stringContaining('reference outputs'),
    });
  });
});
