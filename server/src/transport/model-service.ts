import type { GetModelRequest, GetModelResponse, ModelServiceServer } from '../gen/guionix/ml/v1/model.js';
import type { Models } from '../inference/models.js';
import type { Log } from '../telemetry/log.js';
import { unary } from './call.js';
import { fromExactVersion, fromLabel, fromModelVersion, fromSelector, toModel, toModelManifest } from './wire/model.js';

/**
 * `guionix.ml.v1.ModelService` over the models of the engine. A load or unload that was begun goes on when its caller goes
 * away: `ListModels` shows how it ended.
 */
export function modelService(models: Models, log: Log): ModelServiceServer {
  return {
    listModels: unary(log, async ({ name }) => {
      const all = await models.list();
      return { models: all.filter((one) => name === '' || one.name === name).map(toModel) };
    }),
    getModel: unary(log, (request) => getModel(models, request)),
    loadModel: unary(log, async ({ model }) => {
      const { name, version } = fromModelVersion(model);
      return { model: toModel(await models.load(name, version)) };
    }),
    unloadModel: unary(log, async ({ model }) => {
      const { name, version } = fromExactVersion(model);
      return { model: toModel(await models.unload(name, version, { labelled: 'refuse' })) };
    }),
    setModelLabel: unary(log, async ({ name, label, version }) => {
      const statuses = await models.setLabel(name, fromLabel(label), version || undefined);
      return { models: statuses.map(toModel) };
    }),
  };
}

async function getModel(models: Models, { name, selector }: GetModelRequest): Promise<GetModelResponse> {
  const manifest = await models.manifest(name, fromSelector(selector));
  const status = (await models.list()).find((one) => one.name === name && one.version === manifest.version);
  return {
    model: status && toModel(status),
    manifest: toModelManifest(manifest, status?.precision),
    comparisons: [],
  };
}
