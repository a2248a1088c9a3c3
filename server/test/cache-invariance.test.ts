/** The same text gets the same outputs, bit by bit: alone, among strangers, and from a cache. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OpenCache, openCache } from '../src/cache/open-cache.js';
import { loadSettings } from '../src/config/load.js';
import { loadModel, type VerifiedModel } from '../src/inference/model-files.js';
import type { TextModel, TextOutputs } from '../src/inference/models.js';
import { openModel } from '../src/inference/open-model.js';
import { eventually, hasBinary, keepLog, NO_BINARY, RedisServer } from './cache-redis-server.js';
import { excerpt, openEngine, sample, shortScenes } from './engine.js';

const settings = loadSettings({}, {});
const binary = hasBinary();
const LUCES = excerpt('luces-de-bohemia');

/** Lines of both samples, one longer than the window of the model, and some that only look alike. */
const TEXTS = [
  ...new Set([...linesOf('luces-de-bohemia', 40), ...linesOf('macbeth', 40)]),
  sample('macbeth').slice(0, 3000),
  'No.',
  ' No.',
  'no.',
  '¿No? 🙂',
];

function linesOf(name: 'luces-de-bohemia' | 'macbeth', count: number): string[] {
  const lines = sample(name).split('\n').slice(300);
  return lines.filter((line) => /\p{L}{2}/u.test(line)).slice(0, count);
}

/** Outputs without the account of where they are from. */
async function read(outputs: readonly Promise<TextOutputs>[]): Promise<Omit<TextOutputs, 'cached'>[]> {
  return (await Promise.all(outputs)).map(({ tokens, truncated, values }) => ({ tokens, truncated, values }));
}

/**
 * Largest difference between outputs of the same texts. Kernels sum in another order for another number of rows, which
 * changes the last bit of a value: less than 1e-7 was seen here.
 */
function differenceOf(found: readonly Omit<TextOutputs, 'cached'>[], expected: readonly Omit<TextOutputs, 'cached'>[]) {
  const differences = expected.flatMap(({ values }, text) =>
    Object.entries(values).flatMap(([name, output]) =>
      [...output].map((value, i) => Math.abs(value - found[text]!.values[name]![i]!)),
    ),
  );
  return differences.reduce((most, one) => Math.max(most, one), 0);
}

const NEAR = 1e-6;

/** A model over a cache for the time of some work. */
async function withModel<T>(
  verified: VerifiedModel,
  cacheSettings: { cacheMib: number; redisUrl?: string },
  work: (model: TextModel, cache: OpenCache) => Promise<T>,
): Promise<T> {
  const cache = openCache({ ...cacheSettings, cacheTtlSeconds: 60, log: keepLog().log });
  const { model, close } = await openModel(verified, settings, cache);
  try {
    return await work(model, cache);
  } finally {
    await close();
    await cache.close();
  }
}

const infer = (model: TextModel, texts: readonly string[]) => model.infer(texts, { priority: 'interactive' });

describe('outputs of a text', () => {
  let verified: VerifiedModel;
  let alone: Awaited<ReturnType<typeof read>>;
  beforeAll(async () => {
    verified = await loadModel(settings.modelsDir, 'encoder');
    alone = await withModel(verified, { cacheMib: 0 }, async (model) => {
      const outputs = [];
      for (const text of TEXTS) outputs.push(...(await read((await infer(model, [text])).outputs)));
      return outputs;
    });
  });

  it('are those of the text alone when it comes with 32 others', async () => {
    await withModel(verified, { cacheMib: 0 }, async (model) => {
      for (let first = 0; first < TEXTS.length; first += 33) {
        const job = await infer(model, TEXTS.slice(first, first + 33));
        expect(differenceOf(await read(job.outputs), alone.slice(first, first + 33))).toBeLessThan(NEAR);
        expect(job.cached).toBe(0);
      }
    });
  });

  it('are the computed ones, to the bit, when they come from memory', async () => {
    await withModel(verified, { cacheMib: 16 }, async (model) => {
      const computed = await read((await infer(model, TEXTS)).outputs);
      expect(differenceOf(computed, alone)).toBeLessThan(NEAR);
      const job = await infer(model, TEXTS.toReversed());
      expect((await read(job.outputs)).reverse()).toEqual(computed);
      expect((await Promise.all(job.outputs)).every(({ cached }) => cached)).toBe(true);
      expect(job.cached).toBe(TEXTS.length);
    });
  });

  it('find their places when half of the texts come from memory', async () => {
    await withModel(verified, { cacheMib: 16 }, async (model) => {
      const half = TEXTS.filter((_, i) => i % 2 === 0);
      const computed = await read((await infer(model, half)).outputs);
      const job = await infer(model, TEXTS);
      const outputs = await read(job.outputs);
      expect(outputs.filter((_, i) => i % 2 === 0)).toEqual(computed);
      expect(differenceOf(outputs, alone)).toBeLessThan(NEAR);
      expect((await Promise.all(job.outputs)).map(({ cached }) => cached)).toEqual(TEXTS.map((_, i) => i % 2 === 0));
      expect(job.cached).toBe(half.length);
      expect(job.tokens).toEqual(alone.map(({ tokens }) => tokens));
    });
  });

  describe.skipIf(!binary)(`in Redis${binary ? '' : `: ${NO_BINARY}`}`, () => {
    let server: RedisServer;
    let computed: Awaited<ReturnType<typeof read>>;
    const inferAgain = (model: TextModel, known: number) =>
      eventually(async () => {
        const job = await infer(model, TEXTS);
        const outputs = await read(job.outputs);
        expect(job.cached).toBe(known);
        return outputs;
      });
    beforeAll(async () => {
      server = await RedisServer.start();
      computed = await withModel(verified, { cacheMib: 0, redisUrl: server.url }, (model) =>
        inferAgain(model, TEXTS.length),
      );
    });
    afterAll(() => server.kill());

    it('are the computed ones, to the bit, when another engine computed them', async () => {
      expect(differenceOf(computed, alone)).toBeLessThan(NEAR);
      await withModel(verified, { cacheMib: 0, redisUrl: server.url }, async (model) => {
        expect(await inferAgain(model, TEXTS.length)).toEqual(computed);
      });
    });

    it('are computed again when what Redis has is not what was kept', async () => {
      await server.ask(async (redis) => {
        const [changed, cut] = await redis.keys('*');
        const value = (await redis.getBuffer(changed!))!;
        // The highest byte of a value.
        value[103]! ^= 0x40;
        await redis.set(changed!, value);
        await redis.set(cut!, 'short');
      });
      await withModel(verified, { cacheMib: 0, redisUrl: server.url }, async (model) => {
        const outputs = await inferAgain(model, TEXTS.length - 2);
        expect(differenceOf(outputs, alone)).toBeLessThan(NEAR);
        expect(differenceOf(await inferAgain(model, TEXTS.length), alone)).toBeLessThan(NEAR);
      });
    });
  });
});

describe('an analysis', () => {
  const options = { includeEmbeddings: true, evidenceLimit: 5 };

  it('says the same of a script that was read before, and how much of it was known', async () => {
    const engine = await openEngine({ resultCacheMib: 0 });
    try {
      const first = await engine.client.sentiment.analyze({ text: LUCES }, options);
      const second = await engine.client.sentiment.analyze({ text: LUCES }, options);
      expect(second.scenes).toEqual(first.scenes);
      expect(second.summary).toEqual(first.summary);
      const { segmentHits, segmentMisses } = first.info.cache!;
      expect(segmentMisses).toBeGreaterThan(0);
      expect(second.info.cache).toEqual({ segmentHits: segmentHits + segmentMisses, segmentMisses: 0 });
      const revised = await engine.client.sentiment.analyze({ text: `${LUCES}\n\nUna línea que nadie ha leído.\n` });
      expect(revised.info.cache!.segmentMisses).toBeLessThan(3);
    } finally {
      await engine.close();
    }
  });

  it('says exactly the same of the scenes that a new draft leaves as they were', async () => {
    const engine = await openEngine();
    try {
      const draft = shortScenes(12);
      const first = await engine.client.sentiment.analyze({ text: draft }, options);
      const redraft = await engine.client.sentiment.analyze(
        { text: draft.replace('hasta 3 y', 'hasta tres y') },
        options,
      );
      expect(redraft.info.cache).toEqual({ segmentHits: 23, segmentMisses: 1 });
      // How far a scene stands out depends on all scenes.
      const apart = ({ scenes }: typeof first) => scenes.map(({ strength: _, ...scene }) => scene);
      const [before, after] = [apart(first), apart(redraft)];
      expect(after[3]).not.toEqual(before[3]);
      expect(after.toSpliced(3, 1)).toEqual(before.toSpliced(3, 1));
      expect(redraft.summary!.valence).not.toEqual(first.summary!.valence);
    } finally {
      await engine.close();
    }
  });

  it.skipIf(!binary)(`goes on without Redis, at the start and later${binary ? '' : `: ${NO_BINARY}`}`, async () => {
    const server = await RedisServer.start();
    await server.kill();
    const engine = await openEngine({ resultCacheMib: 0, cacheMib: 0, redisUrl: server.url });
    const analyze = () => engine.client.sentiment.analyze({ text: LUCES }, options);
    const valences = async () => (await analyze()).scenes.map(({ valence }) => valence!.value);
    try {
      const { scenes, info } = await analyze();
      expect(info.cache!.segmentHits).toBe(0);
      const expected = scenes.map(({ valence }) => expect.closeTo(valence!.value, 5));
      await server.restart();
      await eventually(async () => expect((await analyze()).info.cache!.segmentMisses).toBe(0));
      expect(await valences()).toEqual(expected);
      const under = valences();
      await server.kill();
      expect(await under).toEqual(expected);
      expect(await valences()).toEqual(expected);
      await server.restart();
      await eventually(async () => expect((await analyze()).info.cache!.segmentMisses).toBe(0));
      server.freeze();
      expect(await valences()).toEqual(expected);
      expect(engine.log()).toContain('Redis does not answer');
      expect(engine.log()).not.toMatch(/guionix:outputs|Luces/i);
    } finally {
      await engine.close();
      server.thaw();
      await server.kill();
    }
  });
});
