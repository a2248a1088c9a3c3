import { describe, expect, it } from 'vitest';
import { bool, MadeUpModels } from '../../../test/made-up-models.js';
import type { ModelRepositoryParameter } from '../../gen/inference/grpc_service.js';
import { type ControlRequest, loadModel, repositoryIndex, unloadModel } from './repository.js';

const text = (value: string): ModelRepositoryParameter => ({ parameterChoice: { $case: 'stringParam', value } });
const triton = (parameters: ControlRequest['parameters'] = {}): ControlRequest => ({
  repositoryName: '',
  modelName: 'encoder',
  parameters,
});
const mlserver: ControlRequest = { repositoryName: 'any', modelName: 'encoder' };
const kserve: ControlRequest = { repositoryName: 'encoder', modelName: '' };

describe('repositoryIndex', () => {
  it('lists every version, or those that can answer', async () => {
    const models = new MadeUpModels();
    models.statuses = [
      { ...models.statuses[0]!, state: 'failed', error: 'Its files differ.' },
      ...models.statuses.slice(1),
    ];
    const index = await repositoryIndex(models.port, { repositoryName: '', ready: false });
    expect(index.models).toEqual([
      { name: 'encoder', version: '3', state: 'UNAVAILABLE', reason: 'Its files differ.' },
      { name: 'encoder', version: '2', state: 'READY', reason: '' },
      { name: 'encoder', version: '1', state: 'READY', reason: '' },
    ]);
    const ready = await repositoryIndex(models.port, { repositoryName: '', ready: true });
    expect(ready.models.map(({ version }) => version)).toEqual(['2', '1']);
  });
});

describe('loadModel', () => {
  it.each([
    ['Triton', triton()],
    ['MLServer', mlserver],
    ['KServe', kserve],
  ])('finds the model where %s puts it, and loads the newest version', async (_, request) => {
    const models = new MadeUpModels();
    expect(await loadModel(models.port, request)).toBe('encoder');
    expect(models.changes).toEqual(['load encoder 3']);
  });

  it('loads the version that is named', async () => {
    const models = new MadeUpModels();
    await loadModel(models.port, triton({ version: text('1') }));
    expect(models.changes).toEqual(['load encoder 1']);
  });

  it.each<[string, ControlRequest]>([
    ['no model', { repositoryName: '', modelName: '' }],
    ['another configuration', triton({ config: text('{}') })],
    ['files', triton({ 'file:1/model.onnx': text('') })],
    ['a version that is no text', triton({ version: { parameterChoice: { $case: 'int64Param', value: 1n } } })],
    ['an empty version', triton({ version: text('') })],
  ])('refuses %s, and loads nothing', async (_, request) => {
    const models = new MadeUpModels();
    await expect(loadModel(models.port, request)).rejects.toMatchObject({ reason: 'TENSOR_INVALID' });
    expect(models.changes).toEqual([]);
  });
});

describe('unloadModel', () => {
  it('unloads every version that is loaded, labels or not', async () => {
    const models = new MadeUpModels();
    const dependents = bool(false).parameterChoice as ModelRepositoryParameter['parameterChoice'];
    const request = triton({ unload_dependents: { parameterChoice: dependents } });
    expect(await unloadModel(models.port, request)).toBe('encoder');
    expect(models.changes).toEqual(['unload encoder 2 drop', 'unload encoder 1 drop']);
  });

  it('unloads the version that is named', async () => {
    const models = new MadeUpModels();
    await unloadModel(models.port, triton({ version: text('1') }));
    expect(models.changes).toEqual(['unload encoder 1 drop']);
  });

  it('has nothing to do for a model that is not loaded, and does not know one that is not there', async () => {
    const models = new MadeUpModels();
    models.statuses = models.statuses.slice(0, 1);
    await unloadModel(models.port, triton());
    expect(models.changes).toEqual([]);
    const absent = unloadModel(models.port, { repositoryName: '', modelName: 'x' });
    await expect(absent).rejects.toMatchObject({ reason: 'MODEL_NOT_FOUND' });
  });
});
