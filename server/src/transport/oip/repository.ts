import { EngineError } from '../../domain/errors.js';
import type {
  ModelRepositoryParameter,
  RepositoryIndexRequest,
  RepositoryIndexResponse,
  RepositoryModelLoadRequest,
} from '../../gen/inference/grpc_service.js';
import type { ModelState, ModelStatus, Models } from '../../inference/models.js';
import { tensorInvalid } from './tensor-error.js';

/** States as Triton names them. */
const STATES: Readonly<Record<ModelState, string>> = {
  available: 'UNAVAILABLE',
  loading: 'LOADING',
  ready: 'READY',
  unloading: 'UNLOADING',
  failed: 'UNAVAILABLE',
};

/** Parameter that names the version to load or unload. */
const VERSION = 'version';

/** Parameters that clients send and that change nothing here: no model depends on another. */
const WITHOUT_EFFECT = new Set(['unload_dependents']);

/** A call to load or unload, of any client. */
export type ControlRequest = Pick<RepositoryModelLoadRequest, 'repositoryName' | 'modelName'> &
  Partial<Pick<RepositoryModelLoadRequest, 'parameters'>>;

/** Every version of every model; with `ready`, those that can answer. */
export async function repositoryIndex(
  models: Models,
  { ready }: RepositoryIndexRequest,
): Promise<RepositoryIndexResponse> {
  const found = (await models.list()).filter(({ state }) => !ready || state === 'ready');
  return { models: found.map(toIndex) };
}

/**
 * Loads a model: the version that the parameter `version` names, or the newest.
 *
 * @returns Name of the model.
 * @throws EngineError of {@link Models.load}; TENSOR_INVALID for parameters that would load something else.
 */
export async function loadModel(models: Models, request: ControlRequest): Promise<string> {
  const name = modelNameOf(request);
  await models.load(name, versionOf(request));
  return name;
}

/**
 * Unloads a model: the version that the parameter `version` names, or every one that is loaded.
 *
 * @returns Name of the model.
 * @throws EngineError MODEL_NOT_FOUND, of {@link Models.unload}; TENSOR_INVALID for parameters that mean something else.
 */
export async function unloadModel(models: Models, request: ControlRequest): Promise<string> {
  const name = modelNameOf(request);
  const version = versionOf(request);
  if (version !== undefined) await models.unload(name, version, { labelled: 'drop' });
  else for (const one of await loadedVersions(models, name)) await models.unload(name, one, { labelled: 'drop' });
  return name;
}

/** KServe's clients put the model where others put the repository, and nothing where others put the model. */
function modelNameOf({ repositoryName, modelName }: ControlRequest): string {
  const name = modelName || repositoryName;
  if (name === '') throw tensorInvalid('model_name', 'Name a model.');
  return name;
}

async function loadedVersions(models: Models, name: string): Promise<string[]> {
  const versions = (await models.list()).filter((one) => one.name === name);
  if (versions.length === 0) {
    throw new EngineError('MODEL_NOT_FOUND', undefined, { resource: { type: 'model', name } });
  }
  return versions.filter(({ state }) => state === 'ready').map(({ version }) => version);
}

function versionOf({ parameters = {} }: ControlRequest): string | undefined {
  for (const name of Object.keys(parameters)) {
    if (name === VERSION || WITHOUT_EFFECT.has(name)) continue;
    throw tensorInvalid('parameters', `Only "${VERSION}" is served: models are loaded from disk as they are.`);
  }
  return textOf(parameters[VERSION]);
}

function textOf(parameter: ModelRepositoryParameter | undefined): string | undefined {
  if (parameter === undefined) return undefined;
  const choice = parameter.parameterChoice;
  if (choice?.$case === 'stringParam' && choice.value !== '') return choice.value;
  throw tensorInvalid(`parameters.${VERSION}`, 'Send a string_param.');
}

function toIndex({ name, version, state, error = '' }: ModelStatus) {
  return { name, version, state: STATES[state], reason: error };
}
