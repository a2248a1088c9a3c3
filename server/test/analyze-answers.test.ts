/** The main job, whole: a screenplay in, every scene and the arc out, the same however it is asked for. */
import { Language } from '@guionix/ml-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { collect, excerpt, ofType, openEngine, sample, shortScenes, type TestEngine } from './engine.js';
import { createDatabase, NO_SERVER, serverAnswers } from './storage-databases.js';

const hasServer = await serverAnswers();
const LUCES = excerpt('luces-de-bohemia');

describe('analysis', () => {
  let engine: TestEngine;
  beforeAll(async () => {
    engine = await openEngine();
  });
  afterAll(() => engine.close());
  const analyze = (text: string) => engine.client.sentiment.analyze({ text });

  it.each([
    ['Luces de bohemia', sample('luces-de-bohemia'), Language.ES, 'Baja el tono'],
    ['the first acts of Macbeth', excerpt('macbeth', 1400), Language.EN, 'Lowers the tone'],
  ] as const)('reads %s from end to end in its language', async (_, text, language, words) => {
    const events = await collect(engine.client.sentiment.stream({ text }));
    const [outline] = ofType(events, 'outline');
    const scenes = ofType(events, 'scene').map(({ scene }) => scene);
    const [completed] = ofType(events, 'completed');
    expect(events.map(({ type }) => type)).toEqual(['outline', ...scenes.map(() => 'scene'), 'completed']);
    expect(outline!.outline.language).toBe(language);
    expect(scenes.map(({ sceneIndex }) => sceneIndex)).toEqual(outline!.outline.headings.map((_, index) => index));
    expect(scenes.flatMap(({ evidence }) => evidence.map(({ reason }) => reason)).join()).toContain(words);
    expect(completed!.summary.acts.map(({ act }) => act)).toEqual([1, 2, 3, 4]);
    expect(completed!.summary.characters.length).toBeGreaterThan(5);

    let before = outline!.progress;
    for (const { progress } of events) {
      expect(progress.scenesDone).toBeGreaterThanOrEqual(before.scenesDone);
      expect(progress.tokensDone).toBeGreaterThanOrEqual(before.tokensDone);
      expect([progress.scenesTotal, progress.tokensTotal]).toEqual([before.scenesTotal, before.tokensTotal]);
      before = progress;
    }
    expect(before).toMatchObject({ scenesDone: before.scenesTotal, tokensDone: before.tokensTotal });

    for (const scene of scenes) {
      const { sentiment, valence, arousal, emotions, polarity } = scene;
      expect(sentiment!.value).toBeGreaterThanOrEqual(0);
      expect(sentiment!.value).toBeLessThanOrEqual(1);
      for (const { value } of [valence!, arousal!]) expect(Math.abs(value)).toBeLessThanOrEqual(1);
      for (const shares of [emotions!, polarity!]) {
        expect(Object.values(shares).reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 5);
      }
    }
  });

  it('says in one answer exactly what the stream says scene by scene', async () => {
    const options = { includeEmbeddings: true, evidenceLimit: 5 };
    const whole = await engine.client.sentiment.analyze({ text: LUCES }, options);
    const events = await collect(engine.client.sentiment.stream({ text: LUCES }, options));
    const scenes = ofType(events, 'scene').map(({ scene }) => scene);
    // Strength compares with the whole script, which a streamed scene cannot know yet: it is 0 there.
    expect(whole.scenes.map((scene) => ({ ...scene, strength: 0 }))).toEqual(scenes);
    expect(whole.summary).toEqual(ofType(events, 'completed')[0]!.summary);
    expect(whole.outline).toEqual(ofType(events, 'outline')[0]!.outline);
    expect(scenes[0]!.embedding!.data.length).toBe(4 * scenes[0]!.embedding!.dim);
  });

  it('cites lines that stand where it says', async () => {
    const lines = LUCES.split('\n');
    const { scenes } = await analyze(LUCES);
    const evidence = scenes.flatMap((scene) => scene.evidence);
    expect(evidence.length).toBeGreaterThan(3);
    for (const { startLine, endLine, quote } of evidence) {
      const cited = lines
        .slice(startLine - 1, endLine)
        .join(' ')
        .replace(/\s+/g, ' ');
      expect(cited).toContain(quote.slice(0, 20).trim());
    }
  });

  it('gives the same numbers for the same script while the engine is full of others', async () => {
    const alone = await analyze(LUCES);
    const others = Array.from({ length: 6 }, (_, i) => analyze(shortScenes(20 + i)));
    const [first, second] = await Promise.all([analyze(LUCES), analyze(LUCES), ...others]);
    expect(first!.scenes).toEqual(alone.scenes);
    expect(second!.summary).toEqual(alone.summary);
  });

  it('sends scenes from where a resumed stream needs them, with the same arc', async () => {
    const script = shortScenes(10);
    const whole = await analyze(script);
    const events = await collect(engine.client.sentiment.stream({ text: script }, { firstScene: 7 }));
    expect(ofType(events, 'scene').map(({ scene }) => scene.sceneIndex)).toEqual([7, 8, 9]);
    expect(ofType(events, 'completed')[0]!.summary).toEqual(whole.summary);
  });

  it('knows no acts in a short script, and no number for a scene without text', async () => {
    const { scenes, summary } = await analyze(
      'INT. CASA - DÍA\n\nANA sale.\n\nEXT. CALLE - DÍA\n\nINT. BAR - DÍA\n\nANA\nHola.\n',
    );
    expect(summary.acts).toEqual([]);
    expect(scenes).toHaveLength(3);
    expect(scenes[1]).toMatchObject({ segmentCount: 0, evidence: [], sentiment: undefined, emotions: undefined });
  });

  it('answers in the language asked for', async () => {
    const { scenes } = await engine.client.sentiment.analyze({ text: shortScenes(2) }, { answerLanguage: Language.EN });
    expect(scenes[0]!.evidence[0]!.reason).toMatch(/^(Lowers|Lifts) the tone/);
  });
});

describe.each([
  ['an embedded database', true],
  ['PostgreSQL', hasServer],
])('scripts in %s', (kind, available) => {
  it.skipIf(!available)(
    `gives one answer for text, bytes and a stored script${available ? '' : `: ${NO_SERVER}`}`,
    async () => {
      const database = kind === 'PostgreSQL' ? await createDatabase() : undefined;
      const engine = await openEngine({ workers: 1, ...(database && { databaseUrl: database.url }) });
      try {
        const { sentiment, scripts } = engine.client;
        const text = excerpt('macbeth', 200);
        const data = Buffer.from(text);
        const stored = await scripts.put({ data }, { scriptId: 'macbeth', ownerId: 'ana' });
        await scripts.upload(data, { scriptId: 'uploaded' });
        const inline = await sentiment.analyze({ text });
        for (const source of [
          { data },
          { scriptId: 'macbeth' },
          { scriptId: 'uploaded' },
          { scriptId: 'macbeth', version: 1 },
        ]) {
          const { scenes, summary } = await sentiment.analyze(source);
          expect(scenes).toEqual(inline.scenes);
          expect(summary).toEqual(inline.summary);
        }
        const { info } = await sentiment.analyze({ scriptId: 'macbeth' });
        expect(info).toMatchObject({ scriptId: stored.scriptId, scriptVersion: 1 });
        expect(info.models.map(({ name }) => name)).toEqual(['encoder', 'calibration']);
        await scripts.delete('macbeth');
        await expect(sentiment.analyze({ scriptId: 'macbeth' })).rejects.toMatchObject({ reason: 'SCRIPT_NOT_FOUND' });
      } finally {
        await engine.close();
        await database?.drop();
      }
    },
  );
});
