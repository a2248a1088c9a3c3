import { readFileSync } from 'node:fs';
import type { ServiceDefinition, UntypedServiceImplementation } from '@grpc/grpc-js';
import {
  type GRPCInferenceServiceServer,
  GRPCInferenceServiceService,
  type ModelConfigResponse,
  type ModelInferRequest,
  type ModelMetadataResponse,
  type ModelStatisticsRequest,
  type ModelStatisticsResponse,
} from '../../gen/inference/grpc_service.js';
import {
  type ModelRepositoryServiceServer,
  ModelRepositoryServiceService,
} from '../../gen/inference/model_repository.js';
import type { Manifest } from '../../inference/manifest.js';
import type { Models } from '../../inference/models.js';
import type { Log } from '../../telemetry/log.js';
import { bidiStream, unary } from '../call.js';
import { acquire, isReady } from './acquire.js';
import { type InferParts, infer } from './infer.js';
import { encodeAnswer, encodeStreamAnswer } from './infer-response.js';
import { inferStream } from './infer-stream.js';
import { toConfig, toMetadata } from './model-description.js';
import { loadModel, repositoryIndex, unloadModel } from './repository.js';
import { ServingRecords } from './statistics.js';

const SERVER_NAME = 'guionix-ml-engine';

/** Parts of the protocol that not every server has, by the names Triton gives them. */
const EXTENSIONS = ['model_repository', 'model_configuration', 'schedule_policy', 'parameters', 'statistics'];

const PACKAGE = new URL('../../../package.json', import.meta.url);

/** The service as it is generated, with answers that are packed here. */
const INFERENCE = {
  ...GRPCInferenceServiceService,
  modelInfer: { ...GRPCInferenceServiceService.modelInfer, responseSerialize: encodeAnswer },
  modelStreamInfer: { ...GRPCInferenceServiceService.modelStreamInfer, responseSerialize: encodeStreamAnswer },
};

type Asked = 'serverLive' | 'serverReady' | 'serverMetadata' | 'modelReady' | 'modelMetadata' | 'modelConfig';
type Controlled = 'modelStatistics' | 'repositoryIndex' | 'repositoryModelLoad' | 'repositoryModelUnload';

/**
 * The Open Inference Protocol v2 over the models of the engine: `inference.GRPCInferenceService` and MLServer's
 * `inference.model_repository.ModelRepositoryService`.
 */
export function oipServices(models: Models, log: Log): [ServiceDefinition, UntypedServiceImplementation][] {
  const parts = { models, records: new ServingRecords() };
  const inference = { ...describing(models, log), ...controlling(parts, log), ...inferring(parts, log) };
  return [
    [INFERENCE, inference],
    [ModelRepositoryServiceService, modelRepository(models, log)],
  ];
}

/** What the server and its models are. */
function describing(models: Models, log: Log): Pick<GRPCInferenceServiceServer, Asked> {
  const { version } = JSON.parse(readFileSync(PACKAGE, 'utf8')) as { version: string };
  return {
    serverLive: unary(log, async () => ({ live: true })),
    serverReady: unary(log, async () => ({ ready: (await models.list()).some(({ state }) => state === 'ready') })),
    serverMetadata: unary(log, async () => ({ name: SERVER_NAME, version, extensions: EXTENSIONS })),
    modelReady: unary(log, async (request) => ({ ready: isReady(models, request.name, request.version) })),
    modelMetadata: unary(log, async ({ name, version: asked }) => describe(models, manifestOf(models, name, asked))),
    modelConfig: unary(log, async ({ name, version: asked }) => configure(models, manifestOf(models, name, asked))),
  };
}

/** Requests to models. */
function inferring(parts: InferParts, log: Log) {
  return {
    modelInfer: unary(log, (request: ModelInferRequest, context) => infer(parts, request, context)),
    modelStreamInfer: bidiStream(log, (requests: AsyncIterable<ModelInferRequest>, context) =>
      inferStream(parts, log, requests, context),
    ),
  };
}

/** What models are there and what they have done; loading and unloading. */
function controlling(parts: InferParts, log: Log): Pick<GRPCInferenceServiceServer, Controlled> {
  const { models } = parts;
  return {
    modelStatistics: unary(log, (request) => statistics(parts, request)),
    repositoryIndex: unary(log, (request) => repositoryIndex(models, request)),
    repositoryModelLoad: unary(log, async (request) => ({
      modelName: await loadModel(models, request),
      isLoaded: true,
    })),
    repositoryModelUnload: unary(log, async (request) => ({
      modelName: await unloadModel(models, request),
      isUnloaded: true,
    })),
  };
}

/** The same calls where MLServer's clients look for them. */
function modelRepository(models: Models, log: Log): ModelRepositoryServiceServer {
  return {
    repositoryIndex: unary(log, (request) => repositoryIndex(models, request)),
    repositoryModelLoad: unary(log, async (request) => {
      await loadModel(models, request);
      return {};
    }),
    repositoryModelUnload: unary(log, async (request) => {
      await unloadModel(models, request);
      return {};
    }),
  };
}

function manifestOf(models: Models, name: string, version: string): Manifest {
  const { model, release } = acquire(models, name, version);
  release();
  return model.manifest;
}

async function describe(models: Models, manifest: Manifest): Promise<ModelMetadataResponse> {
  const ready = (await models.list()).filter(({ name, state }) => name === manifest.name && state === 'ready');
  return toMetadata(
    manifest,
    ready.map(({ version }) => version),
  );
}

async function configure(models: Models, manifest: Manifest): Promise<ModelConfigResponse> {
  const { name, version } = manifest;
  const served = (await models.list()).find((one) => one.name === name && one.version === version);
  return { config: toConfig(manifest, served?.precision ?? manifest.precision) };
}

/** Of the versions that can answer: all of them, those of a model, or one. */
async function statistics(
  { models, records }: InferParts,
  { name, version }: ModelStatisticsRequest,
): Promise<ModelStatisticsResponse> {
  const asked = name === '' ? undefined : manifestOf(models, name, version);
  const found = (await models.list())
    .filter(({ state }) => state === 'ready')
    .filter((one) => asked === undefined || one.name === asked.name)
    .filter((one) => asked === undefined || version === '' || one.version === asked.version);
  return { modelStats: found.map((one) => records.of(one).toStatistics(one)) };
}
