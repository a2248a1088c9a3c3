/** A model that is made from an ONNX file and a tokenizer is served beside the encoder, with the numbers of its graph. */
import { cpSync } from 'node:fs';
import path from 'node:path';
import { credentials } from '@grpc/grpc-js';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { GRPCInferenceServiceClient, type ModelInferResponse } from '../src/gen/inference/grpc_service.js';
import { addModel } from '../src/inference/add-model.js';
import { openEngine, type TestEngine } from './engine.js';
import { inferRequest, unpackFloats } from './made-up-models.js';
import { ARTIFACTS, type ModelsFolder, makeModelsFolder, SHIPPED } from './models-folder.js';

let folder: ModelsFolder;
let engine: TestEngine;
beforeAll(async () => {
  folder = makeModelsFolder();
  cpSync(ARTIFACTS, folder.root, { recursive: true });
  const { graphs, tokenizer } = SHIPPED.files;
  const shipped = (file: { path: string }) => path.join(ARTIFACTS, 'encoder', SHIPPED.version, file.path);
  await addModel(folder.root, {
    name: 'plain',
    version: '1',
    graphs: [{ precision: 'int8', file: shipped(graphs.int8!) }],
    tokenizer: shipped(tokenizer),
    outputs: [SHIPPED.outputs.find(({ name }) => name === 'embedding')!.tensor],
    window: SHIPPED.tokens.window,
    overflow: 'cut',
  });
  engine = await openEngine({ modelsDir: folder.root, models: 'encoder,plain', workers: 1, expressWorkers: 0 });
});
afterAll(async () => {
  await engine?.close();
  folder.remove();
});

it('gives the embeddings that the encoder gives of the same graph', async () => {
  const client = new GRPCInferenceServiceClient(engine.address, credentials.createInsecure());
  const embed = (modelName: string, texts: readonly string[]) =>
    new Promise<number[]>((resolve, reject) =>
      client.modelInfer({ ...inferRequest(texts), modelName }, (error, response: ModelInferResponse) => {
        if (error) return reject(error);
        const place = response.outputs.findIndex(({ name }) => name === 'embedding');
        resolve(unpackFloats(response.rawOutputContents[place]!));
      }),
    );
  const texts = ['La puerta se abre de golpe.', 'Who is there?'];
  const [encoder, plain] = [await embed('encoder', texts), await embed('plain', texts)];
  client.close();
  expect(plain).toHaveLength(encoder.length);
  expect(Math.hypot(...plain)).toBeCloseTo(Math.sqrt(texts.length), 3);
  for (const [i, value] of plain.entries()) expect(value).toBeCloseTo(encoder[i]!, 4);
});

it('is listed with what it is', async () => {
  const { model, manifest } = await engine.client.raw.models.getModel({ name: 'plain' });
  expect(model?.labels.map(({ label }) => label)).toEqual(['default']);
  expect(manifest?.heads).toMatchObject([{ name: 'embedding', dim: 384 }]);
  expect(manifest?.licence).toBe('');
});
