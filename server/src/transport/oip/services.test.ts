/** Both services over a real connection, with models that are made up: what callers see, whatever computes. */
import { credentials, Server, ServerCredentials, type ServiceError, status } from '@grpc/grpc-js';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  bool,
  inferRequest,
  MadeUpModels,
  outputsOf,
  unpackFloats,
  untilAborted,
} from '../../../test/made-up-models.js';
import {
  GRPCInferenceServiceClient,
  InferTensorContents,
  type ModelInferRequest,
  type ModelInferResponse,
  type ModelStatisticsResponse,
  type ModelStreamInferResponse,
} from '../../gen/inference/grpc_service.js';
import { ModelRepositoryServiceClient } from '../../gen/inference/model_repository.js';
import { oipServices } from './services.js';

type Done<T> = (error: ServiceError | null, value: T) => void;

describe('the Open Inference Protocol', () => {
  const logged: Record<string, unknown>[] = [];
  const log = pino({ base: null }, { write: (line: string) => void logged.push(JSON.parse(line)) });
  const models = new MadeUpModels();
  const server = new Server();
  let client: GRPCInferenceServiceClient;
  let repository: ModelRepositoryServiceClient;

  beforeAll(async () => {
    for (const [service, handlers] of oipServices(models.port, log)) server.addService(service, handlers);
    const port = await new Promise<number>((resolve, reject) =>
      server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
        error ? reject(error) : resolve(bound),
      ),
    );
    client = new GRPCInferenceServiceClient(`127.0.0.1:${port}`, credentials.createInsecure());
    repository = new ModelRepositoryServiceClient(`127.0.0.1:${port}`, credentials.createInsecure());
  });
  beforeEach(() => {
    logged.splice(0);
    models.compute = async (texts) => texts.map(outputsOf);
  });
  afterAll(() => {
    client.close();
    repository.close();
    server.forceShutdown();
  });

  const asked = <T>(call: (done: Done<T>) => unknown) =>
    new Promise<T>((resolve, reject) => call((error, value) => (error ? reject(error) : resolve(value))));
  const send = (request: ModelInferRequest) =>
    asked((done: Done<ModelInferResponse>) => client.modelInfer(request, done));

  it('answers raw what is asked raw', async () => {
    const { outputs, rawOutputContents } = await send(inferRequest(['uno', 'dos']));
    expect(outputs.map(({ name, datatype, shape, contents }) => [name, datatype, shape, contents])).toEqual([
      ['embedding', 'FP32', [2n, 3n], undefined],
      ['affect', 'FP32', [2n, 2n], undefined],
    ]);
    expect(rawOutputContents.map(unpackFloats)).toEqual([
      [3, 2, 3, 3, 2, 3],
      [-1, 1, -1, 1],
    ]);
  });

  it('answers typed what is asked typed', async () => {
    const request = inferRequest(['uno'], { rawInputContents: [] });
    request.inputs[0]!.contents = InferTensorContents.create({ bytesContents: [Buffer.from('uno')] });
    const { outputs, rawOutputContents } = await send(request);
    expect(outputs.map(({ contents }) => contents?.fp32Contents)).toEqual([
      [3, 2, 3],
      [-1, 1],
    ]);
    expect(rawOutputContents).toEqual([]);
  });

  it.each<[Partial<ModelInferRequest>, status]>([
    [{ modelName: 'x' }, status.NOT_FOUND],
    [{ modelVersion: '3' }, status.UNAVAILABLE],
    [{ rawInputContents: [Buffer.alloc(3)] }, status.INVALID_ARGUMENT],
  ])('refuses with a status: %o', async (changed, code) => {
    await expect(send(inferRequest(['a'], changed))).rejects.toMatchObject({ code });
  });

  it('aborts the work when the caller goes away, on a call and on a stream', async () => {
    models.compute = untilAborted;
    const stream = client.modelStreamInfer();
    stream.on('error', () => undefined);
    stream.write(inferRequest(['a']));
    const call = client.modelInfer(inferRequest(['a']), () => undefined);
    await vi.waitFor(() => expect(models.inUse).toBe(2));
    stream.cancel();
    call.cancel();
    await vi.waitFor(() => expect(models.inUse).toBe(0));
    await vi.waitFor(() => expect(logged.filter(({ reason }) => reason === 'CANCELLED')).toHaveLength(2));
    expect(logged.filter(({ level }) => level === 50)).toEqual([]);
  });

  it('ends a stream that is left idle, and one that is not used', async () => {
    const cancelled = client.modelStreamInfer();
    cancelled.on('error', () => undefined);
    cancelled.write(inferRequest(['a']));
    await new Promise((resolve) => cancelled.once('data', resolve));
    cancelled.cancel();
    await vi.waitFor(() => expect(logged).toMatchObject([{ level: 30 }]));
    const unused = client.modelStreamInfer();
    unused.end();
    for await (const _ of unused) throw new Error('Nothing was asked.');
    await vi.waitFor(() => expect(logged[1]).toMatchObject({ msg: 'call' }));
  });

  it('answers more requests on a stream than it reads at once', async () => {
    const stream = client.modelStreamInfer();
    for (let i = 0; i < 1500; i++) stream.write(inferRequest(['uno'], { id: String(i) }));
    stream.end();
    const ids = new Set<string>();
    for await (const { errorMessage, inferResponse } of stream as AsyncIterable<ModelStreamInferResponse>) {
      expect(errorMessage).toBe('');
      expect(unpackFloats(inferResponse!.rawOutputContents[0]!)).toEqual([3, 2, 3]);
      ids.add(inferResponse!.id);
    }
    expect(ids.size).toBe(1500);
  });

  it('says that the server lives, and is ready while a model is', async () => {
    expect(await asked((done) => client.serverLive({}, done))).toEqual({ live: true });
    expect(await asked((done) => client.serverReady({}, done))).toEqual({ ready: true });
    const { statuses } = models;
    models.statuses = statuses.slice(0, 1);
    expect(await asked((done) => client.serverReady({}, done))).toEqual({ ready: false });
    models.statuses = statuses;
  });

  it.each([
    ['encoder', '', true],
    ['encoder', 'canary', true],
    ['encoder', '3', false],
    ['x', '', false],
  ])('says whether %s "%s" can answer: %s', async (name, version, ready) => {
    expect(await asked((done) => client.modelReady({ name, version }, done))).toEqual({ ready });
    expect(models.inUse).toBe(0);
  });

  it('names the server, its version and what it serves beside the common calls', async () => {
    expect(await asked((done) => client.serverMetadata({}, done))).toMatchObject({
      name: 'guionix-ml-engine',
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
      extensions: expect.arrayContaining(['model_repository', 'statistics']),
    });
  });

  it('describes a model by its inputs and outputs', async () => {
    expect(await asked((done) => client.modelMetadata({ name: 'encoder', version: '' }, done))).toEqual({
      name: 'encoder',
      versions: ['2', '1'],
      platform: 'onnxruntime_onnx',
      inputs: [{ name: 'text', datatype: 'BYTES', shape: [-1n, 1n] }],
      outputs: [
        { name: 'embedding', datatype: 'FP32', shape: [-1n, 3n] },
        { name: 'affect', datatype: 'FP32', shape: [-1n, 2n] },
      ],
    });
    const unknown = asked((done) => client.modelMetadata({ name: 'x', version: '' }, done));
    await expect(unknown).rejects.toMatchObject({ code: status.NOT_FOUND });
  });

  it('configures a model as Triton does, with the names of its values', async () => {
    expect(await asked((done) => client.modelConfig({ name: 'encoder', version: '1' }, done))).toMatchObject({
      config: {
        maxBatchSize: 1024,
        input: [{ name: 'text', dims: [1n] }],
        output: [{ dims: [3n] }, { dims: [2n] }],
        schedulingChoice: { $case: 'dynamicBatching', value: { priorityLevels: 3n, defaultPriorityLevel: 2n } },
        parameters: { affect_labels: { stringValue: 'valence,arousal' }, precision: { stringValue: 'fp16' } },
      },
    });
  });

  it.each([
    ['', '', ['2', '1']],
    ['encoder', '', ['2', '1']],
    ['encoder', '1', ['1']],
    ['encoder', 'canary', ['2']],
  ])('has statistics of "%s" "%s"', async (name, version, versions) => {
    const { modelStats } = await asked((done: Done<ModelStatisticsResponse>) =>
      client.modelStatistics({ name, version }, done),
    );
    expect(modelStats.map((one) => one.version)).toEqual(versions);
  });

  it('has no statistics of what is not there', async () => {
    const unknown = asked((done) => client.modelStatistics({ name: 'encoder', version: '9' }, done));
    await expect(unknown).rejects.toMatchObject({ code: status.NOT_FOUND });
  });

  it("serves the repository where Triton's, KServe's and MLServer's clients look for it", async () => {
    const request = { repositoryName: '', modelName: 'encoder', parameters: {} };
    const index = { repositoryName: '', ready: true };
    expect(await asked((done) => client.repositoryModelLoad(request, done))).toEqual({
      modelName: 'encoder',
      isLoaded: true,
    });
    expect(await asked((done) => client.repositoryModelUnload(request, done))).toEqual({
      modelName: 'encoder',
      isUnloaded: true,
    });
    expect(await asked((done) => repository.repositoryModelLoad(request, done))).toEqual({});
    expect(await asked((done) => repository.repositoryModelUnload(request, done))).toEqual({});
    expect(models.changes).toHaveLength(6);
    const listed = await asked((done) => repository.repositoryIndex(index, done));
    expect(listed).toEqual(await asked((done) => client.repositoryIndex(index, done)));
  });

  it('says nothing of what a request does not change: unknown parameters are left alone', async () => {
    expect((await send(inferRequest(['a'], { parameters: { anything: bool(true) } }))).id).toBe('r1');
  });
});
