/** An analysis is found again under its id; a script that is deleted leaves nothing behind. */

import { AnalysisKind, type ScriptAnalysis, type StoredAnalysis } from '@guionix/ml-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { collect, excerpt, ofType, openEngine, type TestEngine } from './engine.js';
import { asDashboard, createSharedTables, FILM_ID } from './shared-tables.js';
import { createDatabase, NO_SERVER, serverAnswers } from './storage-databases.js';

function scriptOf({ result }: StoredAnalysis): ScriptAnalysis {
  if (result?.$case !== 'script') throw new Error('no analysis of a script');
  return result.value;
}

describe('analyses of the embedded store', () => {
  let engine: TestEngine;
  beforeAll(async () => {
    engine = await openEngine();
  });
  afterAll(() => engine.close());

  it('are found again as they were made, embeddings aside', async () => {
    const { client } = engine;
    const { scriptId } = await client.scripts.put({ text: excerpt('luces-de-bohemia') });
    const made = await client.sentiment.analyze({ scriptId }, { userId: 'ana', includeEmbeddings: true });
    const kept = await client.analyses.get(made.info.analysisId);
    expect(kept.record).toMatchObject({ info: made.info, kind: AnalysisKind.SENTIMENT, userId: 'ana' });
    const { outline, scenes, sentiment } = scriptOf(kept);
    expect(outline).toEqual(made.outline);
    expect(scenes).toEqual(made.scenes.map((scene) => ({ ...scene, embedding: undefined })));
    expect(sentiment).toEqual(made.summary);
    expect(scenes.some(({ evidence }) => evidence.some(({ quote }) => quote.length > 10))).toBe(true);
  });

  it('are kept of streams, of results that are given again, and of texts that are not, without their words', async () => {
    const { client } = engine;
    const text = excerpt('macbeth');
    const events = await collect(client.sentiment.stream({ text }));
    const again = await client.sentiment.analyze({ text });
    const { info } = ofType(events, 'completed')[0]!;
    expect(again.info.analysisId).not.toBe(info.analysisId);
    const kept = await Promise.all([info, again.info].map((one) => client.analyses.get(one.analysisId)));
    expect(kept[0]!.record!.inputSha256).toBe(kept[1]!.record!.inputSha256);
    for (const analysis of kept) {
      const { scenes } = scriptOf(analysis);
      const evidence = scenes.flatMap((scene) => scene.evidence);
      expect(evidence.length).toBeGreaterThan(2);
      expect(evidence.filter(({ quote, startLine }) => quote !== '' || startLine === 0)).toEqual([]);
      expect(scenes.filter(({ heading }) => heading !== '')).toEqual([]);
    }
  });

  it('are listed by script and user, newest first', async () => {
    const { client } = engine;
    const { scriptId } = await client.scripts.put({ text: excerpt('luces-de-bohemia', 120) });
    const ids: string[] = [];
    for (const userId of ['eva', 'eva', 'luz']) {
      ids.unshift((await client.sentiment.analyze({ scriptId }, { userId })).info.analysisId);
    }
    const list = async (options: Parameters<typeof client.analyses.list>[0]) => {
      const found: string[] = [];
      for await (const { info } of client.analyses.list(options)) found.push(info!.analysisId);
      return found;
    };
    expect(await list({ scriptId, pageSize: 2 })).toEqual(ids);
    expect(await list({ scriptId, userId: 'eva' })).toEqual(ids.slice(1));
    expect(await list({ userId: 'eva', kind: AnalysisKind.SCRIPT })).toEqual([]);
    await expect(list({ kind: AnalysisKind.DRAFTS })).rejects.toMatchObject({ reason: 'FIELD_INVALID' });
  });

  it('go with their script, and what is cached of it too', async () => {
    const { client } = engine;
    const text = excerpt('luces-de-bohemia', 160);
    const { scriptId } = await client.scripts.put({ text });
    const { info } = await client.sentiment.analyze({ scriptId });
    await client.scripts.delete(scriptId);
    for (const gone of [client.scripts.get(scriptId), client.sentiment.analyze({ scriptId })]) {
      await expect(gone).rejects.toMatchObject({ reason: 'SCRIPT_NOT_FOUND' });
    }
    await expect(client.analyses.get(info.analysisId)).rejects.toMatchObject({
      reason: 'ANALYSIS_NOT_FOUND',
      resource: { type: 'guionix.ml.v1.Analysis', name: info.analysisId },
    });
    const again = await client.sentiment.analyze({ text });
    expect(again.info.cache).toMatchObject({ segmentHits: 0 });
  });

  it('are not found under an id that none has', async () => {
    await expect(engine.client.analyses.get('nope')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(engine.client.analyses.get('')).rejects.toMatchObject({ reason: 'FIELD_INVALID' });
  });
});

describe('analyses that are not to be kept', () => {
  it('leave the database alone', async () => {
    const engine = await openEngine({ analysisRetentionDays: 0 });
    const { info } = await engine.client.sentiment.analyze({ text: excerpt('luces-de-bohemia', 120) });
    await expect(engine.client.analyses.get(info.analysisId)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await engine.close();
  });
});

const answers = await serverAnswers();

describe.skipIf(!answers)(`scripts of the dashboard${answers ? '' : `: ${NO_SERVER}`}`, () => {
  let engine: TestEngine;
  let url: string;
  let drop: () => Promise<void>;
  beforeAll(async () => {
    ({ url, drop } = await createDatabase());
    await asDashboard(url, createSharedTables);
    engine = await openEngine({ databaseUrl: url });
  });
  afterAll(async () => {
    await engine?.close();
    await drop?.();
  });

  it('are parsed, analysed and found again by their id', async () => {
    const { client } = engine;
    const parsed = await client.scripts.parse({ scriptId: FILM_ID });
    expect(parsed.title).toBe('El faro de Punta Brava');
    expect(parsed.scenes).toHaveLength(15);
    expect(parsed.characters.map(({ name }) => name)).toEqual(expect.arrayContaining(['REMEDIOS', 'TOÑO', 'JULIÁN']));
    const made = await client.sentiment.analyze({ scriptId: FILM_ID });
    expect(made.info).toMatchObject({ scriptId: FILM_ID, scriptVersion: 1, language: 1 });
    const kept = await client.analyses.get(made.info.analysisId);
    expect(scriptOf(kept).scenes).toEqual(made.scenes);
  });

  it("leave no word of theirs in the engine's tables", async () => {
    await asDashboard(url, async (run) => {
      const ours = "select table_name from information_schema.tables where table_schema = 'ml_engine'";
      const { rows } = await run(ours);
      expect(rows.length).toBeGreaterThan(5);
      for (const { table_name } of rows) {
        const { rows: dump } = await run(`select to_jsonb(t) from ml_engine.${table_name} t`);
        expect(JSON.stringify(dump)).not.toMatch(/peldaños|bidones|FARO DE PUNTA/);
      }
    });
  });
});
