import { describe, expect, it, vi } from 'vitest';
import { createMemoryScenes } from '../cache/memory-scenes.js';
import type { Calibration } from '../domain/calibration.js';
import { EMOTIONS, POLARITIES } from '../domain/emotions.js';
import type { Encoding, Segment } from '../domain/segment.js';
import type { Encoder } from '../inference/encoder.js';
import { createAppraise } from '../insight/affect.js';
import type { SceneImpression } from '../insight/scene-sentiment.js';
import { SceneJob, type SceneReader } from './scene-job.js';

const span = { startLine: 1, startColumn: 1, endLine: 1, endColumn: 5 };
const scene = (index: number, ...texts: string[]): Segment[] =>
  texts.map((text) => ({ scene: index, kind: 'action', text, span }));

/** Says something else of every text. */
const encode = (text: string): Encoding => ({
  tokens: text.length + 2,
  valence: text.length / 100,
  arousal: -text.length / 100,
  polarity: Float32Array.of(0.2, 0.3, 0.5),
  emotion: Float32Array.from(EMOTIONS, (_, i) => 1 / (i + text.length)),
  embedding: Float32Array.of(1, text.length),
});

/** A reader whose models have these versions, and the texts that its encoder is given. */
function arrange(known: SceneReader['known'], versions = { encoder: '1', calibration: '1' }) {
  const given = vi.fn((texts: readonly string[]) => texts);
  const encoder = {
    model: { name: 'encoder', version: versions.encoder },
    emotions: EMOTIONS,
    polarities: POLARITIES,
    encode: async (texts: readonly string[]) => {
      const encodings = given(texts).map(encode);
      const tokens = encodings.map((one) => one.tokens);
      return { tokens, encodings: encodings.map(async (one) => one), cached: 0, queueMs: 1, computeMs: 2 };
    },
  } as unknown as Encoder;
  const calibration: Calibration = {
    version: versions.calibration,
    encoder: { name: 'encoder', version: versions.encoder },
    sceneValence: [-1, 1],
    turningPoints: [],
  };
  const lease = { encoder, calibration, release: () => undefined };
  return { reader: { lease, appraise: createAppraise(calibration, encoder), known }, given };
}

async function read(byScene: readonly Segment[][], { reader, given }: ReturnType<typeof arrange>) {
  const job = await SceneJob.start(byScene, reader, { priority: 'interactive' });
  const impressions: SceneImpression[] = [];
  for (const index of byScene.keys()) impressions.push((await job.ready(index))());
  return { job, impressions, computed: given.mock.calls.flatMap(([texts]) => texts) };
}

const draft = [scene(0, 'a', 'bb', 'ccc', 'dddd', 'eeeee'), scene(1), scene(2, 'ffffff')];

describe('SceneJob', () => {
  it('computes the scenes that changed and finds the others as they were, wherever they now stand', async () => {
    const known = createMemoryScenes(1);
    const first = await read(draft, arrange(known));
    const redraft = [scene(0, 'new'), draft[2]!, draft[0]!.map((segment) => ({ ...segment, scene: 2 }))];
    const second = await read(redraft, arrange(known));
    expect(second.computed).toEqual(['new']);
    expect(second.impressions[1]).toEqual(first.impressions[2]);
    expect(second.impressions[2]).toEqual(first.impressions[0]);
    const alone = await read(redraft, arrange(createMemoryScenes(0)));
    expect(second.impressions).toEqual(alone.impressions);
    expect(second.job.countTokens()).toEqual(alone.job.countTokens());
    expect([second.job.segments, second.job.cached, alone.job.cached]).toEqual([7, 6, 0]);
  });

  it.each([
    ['the encoder', { encoder: '2', calibration: '1' }],
    ['the calibration', { encoder: '1', calibration: '2' }],
  ])('finds nothing that another version of %s said', async (_, versions) => {
    const known = createMemoryScenes(1);
    await read(draft, arrange(known));
    expect((await read(draft, arrange(known, versions))).computed).toHaveLength(6);
  });

  it.each([
    ['cut elsewhere', scene(0, 'a b', 'c'), scene(0, 'a', 'b c')],
    ['in another order', scene(0, 'a', 'b'), scene(0, 'b', 'a')],
    ['with quotes in them', scene(0, 'a","b'), scene(0, 'a', 'b')],
  ])('tells scenes with the same words %s apart', async (_, one, other) => {
    const known = createMemoryScenes(1);
    await read([one], arrange(known));
    expect((await read([other], arrange(known))).computed).toHaveLength(other.length);
  });

  it('says how much memory an impression takes, with all that it holds', async () => {
    const known = { get: () => undefined, set: vi.fn(), clear: () => undefined };
    const { impressions } = await read([draft[0]!], arrange(known));
    const [, kept, bytes] = known.set.mock.calls[0]!;
    expect(kept).toBe(impressions[0]);
    const buffers = impressions[0]!.feelings.flatMap(({ polarity, emotion }) => [polarity.buffer, emotion.buffer]);
    const held = buffers.reduce(
      (sum, { byteLength }) => sum + byteLength,
      impressions[0]!.embedding!.buffer.byteLength,
    );
    expect(held).toBe(5 * 4 * (POLARITIES.length + EMOTIONS.length) + 8);
    expect(bytes).toBeGreaterThan(held);
  });
});
