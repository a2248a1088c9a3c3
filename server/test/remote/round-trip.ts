import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BatchOutput } from '../../src/inference/execute/executor.js';
import { RemoteExecutor, type RemoteExecutorOptions } from '../../src/inference/execute/remote-executor.js';
import { WorkerExecutor } from '../../src/inference/execute/worker-executor.js';
import { loadModel, type VerifiedModel } from '../../src/inference/model-files.js';
import { openTokenizer } from '../../src/inference/text/tokenizer.js';
import { excerpt, openEngine } from '../engine.js';
import { freePort, type ServerProcess } from './server-process.js';

const artifacts = path.resolve(import.meta.dirname, '../../../models/artifacts');

/** Time a server gets to start, in milliseconds: both import a few hundred megabytes of Python. */
const START_MS = 90_000;

/** How a server is started. */
export interface Launch {
  /** An interpreter that has the server installed. */
  readonly python: string;
  readonly port: number;
  readonly model: VerifiedModel;
  /** A folder of its own. */
  readonly folder: string;
}

/** A server of another maker that serves the encoder's graph. */
export interface RemoteServer {
  readonly name: string;
  /** Environment variable that names an interpreter with the server; without it the tests are skipped. */
  readonly variable: string;
  start(launch: Launch): Promise<ServerProcess>;
}

/** The same rows through another server and through this process. */
export function describeRoundTrip({ name, variable, start }: RemoteServer): void {
  const python = process.env[variable];

  describe.skipIf(!python)(`remote executor over ${name} (${variable} names a Python that has it)`, () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'guionix-remote-'));
    let model: VerifiedModel;
    let rows: Int32Array[];
    let local: WorkerExecutor;
    let port: number;
    let server: ServerProcess;
    let remote: RemoteExecutor;

    const connect = (options: Partial<RemoteExecutorOptions> = {}) =>
      RemoteExecutor.open({
        address: `127.0.0.1:${port}`,
        modelName: model.manifest.name,
        manifest: model.manifest,
        concurrency: 2,
        ...options,
      });

    /** Starts the server and connects once it answers. */
    const startServer = async () => {
      server = await start({ python: python!, port, model, folder });
      const giveUpAt = Date.now() + START_MS;
      for (;;) {
        server.assertRunning();
        const executor = await connect().catch((error: unknown) => error);
        if (executor instanceof RemoteExecutor) return executor;
        if (Date.now() > giveUpAt) throw executor;
        await sleep(200);
      }
    };

    beforeAll(async () => {
      model = await loadModel(artifacts, 'encoder');
      rows = await readRows(model);
      local = await startLocal(model);
      port = await freePort();
      remote = await startServer();
    }, 2 * START_MS);

    afterAll(async () => {
      await remote?.close();
      await local?.close();
      await server?.kill();
      rmSync(folder, { recursive: true });
    });

    it('gives a batch the outputs that this process gives it, and each row alone', async () => {
      for (const batch of [rows, ...rows.map((row) => [row])]) {
        expectNear(await remote.run(batch, 'bulk'), await local.run(batch, 'bulk'));
      }
    });

    it('keeps batches apart that are under way at once', async () => {
      const found = await Promise.all(rows.slice(0, 3).map((row) => remote.run([row], 'bulk')));
      for (const [i, output] of found.entries()) expectNear(output, await local.run([rows[i]!], 'bulk'));
      expect(found[0]!.tensors).not.toEqual(found[1]!.tensors);
    });

    it('survives a batch that the graph refuses', async () => {
      const beyondVocabulary = Int32Array.of(0, 2_000_000_000, 2);
      const error = await remote.run([beyondVocabulary], 'bulk').catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ reason: 'INTERNAL' });
      expect(JSON.stringify([error, String(error)])).not.toContain('2000000000');
      expectNear(await remote.run(rows, 'bulk'), await local.run(rows, 'bulk'));
    });

    it('says that the server has no such model, or not in this version', async () => {
      const missing = { reason: 'MODEL_MISSING', message: expect.stringContaining('has no model') };
      await expect(connect({ modelName: 'nobody' })).rejects.toMatchObject(missing);
      await expect(connect({ modelVersion: '99' })).rejects.toMatchObject(missing);
    });

    it('says how the model differs from the manifest', async () => {
      const outputs = [
        { ...model.manifest.outputs[0]!, width: 5 },
        { ...model.manifest.outputs[1]!, tensor: 'genre' },
      ];
      await expect(connect({ manifest: { ...model.manifest, outputs } })).rejects.toMatchObject({
        reason: 'MODEL_CORRUPT',
        message: expect.stringMatching(/sentence_embedding is FP32 \[-1, 384\].*genre is not declared/),
      });
    });

    it('lets an engine read a script as it does by itself', async () => {
      const [inProcess, over] = [await openEngine(), await openEngine({ remoteInference: `127.0.0.1:${port}` })];
      try {
        const text = excerpt('luces-de-bohemia', 120);
        const [expected, found] = await Promise.all(
          [inProcess, over].map(({ client }) => client.sentiment.analyze({ text })),
        );
        expect(found!.scenes.length).toBeGreaterThan(0);
        expect(found!.scenes.map(({ sentiment }) => sentiment!.value)).toEqual(
          expected!.scenes.map(({ sentiment }) => expect.closeTo(sentiment!.value, 4)),
        );
      } finally {
        await Promise.all([inProcess.close(), over.close()]);
      }
    });

    it(
      'fails what a killed server was computing, and computes again when it is back',
      async () => {
        server.freeze();
        const lost = remote.run(rows, 'bulk').catch((thrown: unknown) => thrown);
        await server.kill();
        expect(await lost).toMatchObject({ reason: 'REMOTE_UNAVAILABLE' });
        await expect(remote.run(rows, 'bulk')).rejects.toMatchObject({ reason: 'REMOTE_UNAVAILABLE' });
        await (await startServer()).close();
        const again = () => remote.run(rows, 'bulk').catch(() => undefined);
        await expect.poll(again, { timeout: 10_000 }).toBeDefined();
        expectNear(await remote.run(rows, 'bulk'), await local.run(rows, 'bulk'));
      },
      2 * START_MS,
    );
  });
}

/** Lines of different lengths in both languages, as the encoder reads them. */
async function readRows({ files, manifest }: VerifiedModel): Promise<Int32Array[]> {
  const tokenizer = await openTokenizer(files.tokenizer);
  const lines = ['No.', ...excerpt('luces-de-bohemia', 60).split('\n'), ...excerpt('macbeth', 60).split('\n')];
  const encoded = await tokenizer.encode(lines.filter((line) => line.trim().length > 0).slice(0, 24));
  return encoded.map((ids) => Int32Array.from(ids.subarray(0, manifest.tokens.window)));
}

function startLocal({ manifest, files }: VerifiedModel): Promise<WorkerExecutor> {
  return WorkerExecutor.start({
    manifest,
    graphFile: files.graph,
    provider: 'cpu',
    threads: 1,
    workers: 1,
    niceness: 0,
    expressWorkers: 0,
    expressNiceness: 0,
  });
}

/** Every tensor within 1e-5 in every value, and its rows in the same direction. */
function expectNear({ tensors: found }: BatchOutput, { tensors: expected }: BatchOutput): void {
  expect(Object.keys(found).sort()).toEqual(Object.keys(expected).sort());
  for (const [name, values] of Object.entries(expected)) {
    expect(found[name]!.length).toBe(values.length);
    const furthest = values.reduce((most, value, i) => Math.max(most, Math.abs(found[name]![i]! - value)), 0);
    expect(furthest).toBeLessThanOrEqual(1e-5);
    expect(cosine(found[name]!, values)).toBeGreaterThan(1 - 1e-5);
  }
}

function cosine(left: Float32Array, right: Float32Array): number {
  const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, i) => sum + value * b[i]!, 0);
  return dot(left, right) / Math.sqrt(dot(left, left) * dot(right, right));
}
