/** Versions of the encoder come and go while the engine answers; nobody's request is dropped. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { SceneSentimentEvent } from '@guionix/ml-client';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ModelState } from '../src/gen/guionix/ml/v1/model.js';
import { collect, excerpt, ofType, openEngine, shortScenes, type TestEngine } from './engine.js';
import { copyShipped, SHIPPED } from './models-folder.js';

let root: string;
beforeAll(() => {
  root = mkdtempSync(path.join(tmpdir(), 'guionix-hot-'));
  copyShipped(root, '1');
  copyShipped(root, '2');
  // The right files, and a reference that they do not give.
  const reference = SHIPPED.reference.map(({ ids, tensors }) => ({
    ids,
    tensors: Object.fromEntries(Object.entries(tensors).map(([name, values]) => [name, values.map((v) => v + 1)])),
  }));
  copyShipped(root, '3', { reference });
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const SETTINGS = { models: 'encoder@1', workers: 1, expressWorkers: 0, cacheMib: 0, resultCacheMib: 0 };
let engine: TestEngine;
const open = async (settings: Record<string, unknown> = {}) => {
  engine = await openEngine({ ...SETTINGS, modelsDir: root, modelControl: 'explicit', ...settings });
};
beforeEach(() => {
  engine = undefined as never;
});
afterEach(() => engine.close());

const models = () => engine.client.raw.models;
const load = (version: string) => models().loadModel({ model: { name: 'encoder', version } });
const unload = (version: string) => models().unloadModel({ model: { name: 'encoder', version } });
const promote = (version: string) => models().setModelLabel({ name: 'encoder', label: { label: 'default' }, version });
const standing = async () =>
  (await models().listModels({})).models.map(({ model, state, labels }) => [
    model!.version,
    ModelState[state],
    ...labels.map(({ label }) => label),
  ]);
/** Version of the encoder that answered, and every scene's numbers. */
const readAnswer = (events: readonly SceneSentimentEvent[]) => {
  const [completed] = ofType(events, 'completed');
  return {
    version: completed!.info.models.find(({ name }) => name === 'encoder')!.version,
    scenes: ofType(events, 'scene').map(({ scene }) => [scene.valence!.value, scene.arousal!.value]),
  };
};
/** The same answer: rows of other lengths in a batch change the last bits of a value. */
const near = ({ version, scenes }: ReturnType<typeof readAnswer>) => ({
  version,
  scenes: scenes.map((values) => values.map((value) => expect.closeTo(value, 5))),
});
const analyze = async (text: string) => readAnswer(await collect(engine.client.sentiment.stream({ text })));

describe('another version of the encoder', () => {
  it('takes over while a script is read and texts are embedded', async () => {
    await open();
    const script = excerpt('luces-de-bohemia', 600);
    const alone = await analyze(script);
    expect(alone.version).toBe('1');

    let texts = 0;
    const answered = new Set<string>();
    const embedding = new AbortController();
    const embedAll = (async () => {
      while (!embedding.signal.aborted) {
        const { outputs, model } = await engine.client.raw.inference.embedTexts({
          texts: [{ id: texts, text: `Línea número ${texts++}.` }],
        });
        expect(outputs).toHaveLength(1);
        answered.add(model!.version);
      }
    })();
    try {
      const seen: SceneSentimentEvent[] = [];
      let unloaded: Promise<unknown> | undefined;
      for await (const event of engine.client.sentiment.stream({ text: script })) {
        seen.push(event);
        if (event.type !== 'scene' || unloaded !== undefined) continue;
        expect((await load('2')).model?.state).toBe(ModelState.READY);
        await promote('2');
        unloaded = unload('1');
      }
      expect(await unloaded).toMatchObject({ model: { state: ModelState.AVAILABLE } });
      expect(readAnswer(seen)).toEqual(near(alone));
      expect(await analyze(script)).toEqual(near({ ...alone, version: '2' }));
    } finally {
      embedding.abort();
      await embedAll;
    }
    expect([...answered]).toEqual(['1', '2']);
    expect(await standing()).toEqual([
      ['3', 'AVAILABLE'],
      ['2', 'READY', 'default'],
      ['1', 'AVAILABLE'],
    ]);
  });

  it('is tried by its label or version before it answers for all', async () => {
    await open();
    await load('2');
    await models().setModelLabel({ name: 'encoder', label: { label: 'candidate' }, version: '2' });
    expect(await standing()).toContainEqual(['2', 'READY', 'candidate']);
    expect((await analyze(shortScenes(2))).version).toBe('1');
    const request = { texts: [{ id: 1, text: 'No vuelvas.' }], options: { modelVersion: '2' } };
    expect((await engine.client.raw.inference.embedTexts(request)).model?.version).toBe('2');
    const { model, manifest } = await models().getModel({
      name: 'encoder',
      selector: { $case: 'label', value: 'candidate' },
    });
    expect(model).toMatchObject({ model: { version: '2' }, state: ModelState.READY });
    expect(model!.memoryMib).toBeGreaterThan(0);
    expect(manifest!.heads.map(({ name }) => name)).toContain('embedding');
  });

  it('does not answer when it does not pass the gate, and nothing else changes', async () => {
    await open();
    const before = await analyze(shortScenes(3));
    await expect(load('3')).rejects.toMatchObject({ reason: 'MODEL_CORRUPT' });
    expect((await models().listModels({})).models[0]).toMatchObject({ state: ModelState.FAILED, error: /reference/ });
    expect(await analyze(shortScenes(3))).toEqual(near(before));
    await load('2');
    expect(await standing()).toContainEqual(['2', 'READY']);
  });

  it('does not come when it would not fit', async () => {
    // Enough for one copy of the graph, not for two.
    await open({ maxModelMemoryMib: Math.ceil((SHIPPED.files.graphs.int8!.bytes / 2 ** 20) * 1.5) });
    await expect(load('2')).rejects.toMatchObject({ reason: 'MODEL_MEMORY' });
    expect((await analyze(shortScenes(2))).version).toBe('1');
  });

  it('does not come or go by a call unless the settings let it', async () => {
    await open({ modelControl: 'none' });
    for (const call of [load('2'), unload('1'), promote('1')]) {
      await expect(call).rejects.toMatchObject({ reason: 'MODEL_CONTROL_OFF' });
    }
    expect((await analyze(shortScenes(2))).version).toBe('1');
  });
});
