import { credentials, Server, ServerCredentials, type ServiceError } from '@grpc/grpc-js';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ModelsFolder, makeModelsFolder } from '../../test/models-folder.js';
import { ErrorInfo } from '../gen/google/rpc/error_details.js';
import { Status } from '../gen/google/rpc/status.js';
import { type Model, ModelServiceClient, ModelServiceService, ModelState } from '../gen/guionix/ml/v1/model.js';
import { ModelRepository } from '../inference/model-repository.js';
import { modelService } from './model-service.js';

let folder: ModelsFolder;
let server: Server;
let client: ModelServiceClient;

/** Serves a real repository whose versions open in no time. */
async function serve(control: 'none' | 'explicit'): Promise<ModelRepository> {
  const repository = new ModelRepository({
    root: folder.root,
    open: async ({ manifest }) => ({
      model: { manifest, infer: () => Promise.reject(new Error('not asked')), forget: async () => undefined },
      close: async () => undefined,
    }),
    control,
    copies: 1,
    maxMemoryMiB: 100,
    residentBytes: () => 0,
  });
  server.addService(ModelServiceService, modelService(repository, pino({ level: 'silent' })));
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) =>
      error ? reject(error) : resolve(port),
    ),
  );
  client = new ModelServiceClient(`127.0.0.1:${port}`, credentials.createInsecure());
  return repository;
}

beforeEach(() => {
  folder = makeModelsFolder();
  for (const version of ['1', '2']) folder.writeModel('encoder', version);
  folder.writeModel('minilm', '1');
  server = new Server();
});
afterEach(() => {
  client.close();
  server.forceShutdown();
  folder.remove();
});

type Callback<Response> = (error: ServiceError | null, response: Response) => void;
const answer = <Response>(call: (callback: Callback<Response>) => unknown) =>
  new Promise<Response>((resolve, reject) => call((error, response) => (error ? reject(error) : resolve(response))));
const list = async (name = '') =>
  (await answer<{ models: Model[] }>((done) => client.listModels({ name }, done))).models;
const load = (name: string, version = '') =>
  answer<{ model: Model | undefined }>((done) => client.loadModel({ model: { name, version } }, done));
const unload = (name: string, version: string) =>
  answer<{ model: Model | undefined }>((done) => client.unloadModel({ model: { name, version } }, done));
const label = (label: string, version: string, share = 0) =>
  answer<{ models: Model[] }>((done) =>
    client.setModelLabel({ name: 'encoder', label: { label, share, shadow: false }, version }, done),
  );
const get = (selector?: Parameters<ModelServiceClient['getModel']>[0]['selector']) =>
  answer<{ model?: Model | undefined }>((done) => client.getModel({ name: 'encoder', selector }, done));
/** Status code and reason of a call that is refused. */
const refusal = async (call: Promise<unknown>): Promise<[number, string]> => {
  const error = (await call.then(
    () => Promise.reject(new Error('It was not refused.')),
    (error: unknown) => error,
  )) as ServiceError;
  const { details } = Status.decode(error.metadata.get('grpc-status-details-bin')[0] as Buffer);
  return [error.code, ErrorInfo.decode(details[0]!.value).reason];
};
const standing = (models: readonly Model[]) =>
  models.map(({ model, state, labels }) => [model!.version, ModelState[state], ...labels.map(({ label }) => label)]);

describe('ModelService', () => {
  it('tries, promotes and takes back a version', async () => {
    await serve('explicit');
    expect(standing(await list('encoder'))).toEqual([
      ['2', 'AVAILABLE'],
      ['1', 'AVAILABLE'],
    ]);
    await load('encoder', '1');
    expect((await load('encoder')).model).toMatchObject({ model: { version: '2' }, state: ModelState.READY });
    await label('candidate', '2');
    expect((await get()).model?.model?.version).toBe('1');
    expect((await get({ $case: 'label', value: 'candidate' })).model?.model?.version).toBe('2');
    expect(await refusal(unload('encoder', '2'))).toEqual([9, 'MODEL_IN_USE']);
    expect(standing((await label('default', '2')).models)).toEqual([
      ['2', 'READY', 'default', 'candidate'],
      ['1', 'READY'],
    ]);
    await label('candidate', '');
    expect((await unload('encoder', '1')).model?.state).toBe(ModelState.AVAILABLE);
    expect(await list()).toHaveLength(3);
    expect((await get({ $case: 'version', value: '1' })).model?.state).toBe(ModelState.AVAILABLE);
  });

  it('refuses what cannot be, with the reason', async () => {
    await serve('explicit');
    await load('encoder', '1');
    expect(await refusal(load('bert'))).toEqual([5, 'MODEL_NOT_FOUND']);
    expect(await refusal(load(''))).toEqual([3, 'FIELD_INVALID']);
    expect(await refusal(unload('encoder', ''))).toEqual([3, 'FIELD_INVALID']);
    expect(await refusal(get({ $case: 'label', value: 'candidate' }))).toEqual([5, 'MODEL_NOT_FOUND']);
    expect(await refusal(label('default', ''))).toEqual([9, 'MODEL_IN_USE']);
    expect(await refusal(label('candidate', '2'))).toEqual([9, 'MODEL_NOT_LOADED']);
    expect(await refusal(label('candidate', '1', 0.5))).toEqual([12, 'NOT_IMPLEMENTED']);
    folder.write('minilm', '1', 'model.onnx', 'weightz 1');
    expect(await refusal(load('minilm'))).toEqual([9, 'MODEL_CORRUPT']);
    expect((await list('minilm'))[0]).toMatchObject({ state: ModelState.FAILED, error: /model\.onnx differs/ });
  });

  it('shows models and changes none when calls may not', async () => {
    const repository = await serve('none');
    await repository.start('encoder', '1');
    for (const call of [load('encoder', '2'), unload('encoder', '1'), label('x', '1')]) {
      expect(await refusal(call)).toEqual([9, 'MODEL_CONTROL_OFF']);
    }
    expect(standing(await list('encoder'))[1]).toEqual(['1', 'READY', 'default']);
  });
});
