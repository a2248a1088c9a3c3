/** The use case over a fake model: which version answers, what it is measured against, and when it is let go. */
import { describe, expect, it, vi } from 'vitest';
import { EngineError } from '../domain/errors.js';
import type { Encoder } from '../inference/encoder.js';
import type { VersionSelector } from '../inference/models.js';
import { EmbedTexts } from './embed-texts.js';

const outputs = (valence: number) => ({
  encoding: {
    tokens: 3,
    valence,
    arousal: 0,
    polarity: new Float32Array(),
    emotion: new Float32Array(),
    embedding: new Float32Array(),
  },
  found: { tokens: 3, truncated: valence < 0, cached: valence > 0, values: {} },
});

/** Texts whose valence is given, one a text; a rejection is the model's. */
function arrange(valences: readonly Promise<number>[], encode?: () => Promise<never>) {
  const results = valences.map((valence) => valence.then(outputs));
  const job = {
    tokens: valences.map(() => 3),
    encodings: results.map((result) => result.then(({ encoding }) => encoding)),
    outputs: results.map((result) => result.then(({ found }) => found)),
    cached: 1,
    queueMs: 0,
    computeMs: 0,
  };
  for (const promise of [...results, ...job.encodings, ...job.outputs]) promise.catch(() => undefined);
  const encoder = { encode: vi.fn(encode ?? (async () => job)) } as unknown as Encoder;
  const release = vi.fn();
  const acquire = vi.fn(async (_?: VersionSelector) => ({
    encoder,
    calibration: {
      version: '1',
      encoder: { name: 'encoder', version: '1' },
      sceneValence: [-1, 0, 1],
      turningPoints: [],
    },
    release,
  }));
  return { embed: new EmbedTexts({ acquire }), encoder, acquire, release, job };
}

describe('EmbedTexts', () => {
  it('says of each text what the model says, and its place among the reference scenes', async () => {
    const { embed, job } = arrange([Promise.resolve(0.5), Promise.resolve(-0.5)]);
    const { texts, ...rest } = await embed.embed(['a', 'b'], { priority: 'interactive' });
    expect(await texts[0]).toMatchObject({
      sentiment: 0.75,
      cached: true,
      truncated: false,
      encoding: { valence: 0.5 },
    });
    expect(await texts[1]).toMatchObject({ sentiment: 0.25, cached: false, truncated: true });
    expect(rest.cached).toBe(1);
    job.queueMs = 7;
    job.computeMs = 9;
    const later = await embed.embed(['a', 'b'], { priority: 'interactive' });
    expect([later.queueMs, later.computeMs]).toEqual([7, 9]);
  });

  it('asks for the version that is named, else for the default', async () => {
    const { embed, acquire, encoder } = arrange([]);
    const { signal } = new AbortController();
    await embed.embed([], { priority: 'live', version: '2', signal, deadline: 5 });
    await embed.embed([], { priority: 'live' });
    expect(acquire.mock.calls).toEqual([[{ version: '2' }], [{}]]);
    expect(encoder.encode).toHaveBeenCalledWith([], { priority: 'live', signal, deadline: 5 });
  });

  it('lets the version go when every text is answered, even badly', async () => {
    let fail = (_: Error): void => undefined;
    const failing = new Promise<number>((_, reject) => {
      fail = reject;
    });
    const { embed, release } = arrange([Promise.resolve(0.5), failing]);
    const { texts } = await embed.embed(['a', 'b'], { priority: 'interactive' });
    await texts[0];
    expect(release).not.toHaveBeenCalled();
    fail(new EngineError('EXECUTOR_LOST'));
    await expect(texts[1]).rejects.toMatchObject({ reason: 'EXECUTOR_LOST' });
    await vi.waitFor(() => expect(release).toHaveBeenCalledOnce());
  });

  it('lets the version go when the texts are refused', async () => {
    const { embed, release } = arrange([], () => Promise.reject(new EngineError('OVERLOADED')));
    await expect(embed.embed(['a'], { priority: 'interactive' })).rejects.toMatchObject({ reason: 'OVERLOADED' });
    expect(release).toHaveBeenCalledOnce();
  });
});
