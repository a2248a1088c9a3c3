/** What the settings of a remote server come to, over a real connection with certificates both ways. */
import { readFileSync } from 'node:fs';
import { Server, ServerCredentials, type ServerUnaryCall, type sendUnaryData } from '@grpc/grpc-js';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { GRPCInferenceServiceService, ModelMetadataResponse } from '../../gen/inference/grpc_service.js';
import type { Manifest } from '../manifest.js';
import type { VerifiedModel } from '../model-files.js';
import { type ExecutorSettings, openExecutor } from './open-executor.js';

const fixture = (name: string) => new URL(`../../../../client-sdk/test/fixtures/${name}`, import.meta.url).pathname;

const manifest = {
  name: 'mood',
  version: '7',
  inputs: { type: 'int32', ids: 'ids', mask: 'mask' },
  outputs: [{ name: 'mood', tensor: 'logits', width: 2 }],
  tokens: { pad: 1 },
} as Manifest;
const model = { manifest, files: { graph: 'none' } } as VerifiedModel;
const METADATA = ModelMetadataResponse.fromPartial({
  inputs: ['ids', 'mask'].map((name) => ({ name, datatype: 'INT32', shape: [-1n, -1n] })),
  outputs: [{ name: 'logits', datatype: 'FP32', shape: [-1n, 2n] }],
});

/** Versions that the server was asked for. */
const asked: string[] = [];
const server = new Server();
let settings: ExecutorSettings;

beforeAll(async () => {
  const ready = (_: unknown, callback: sendUnaryData<unknown>) => callback(null, { ready: true });
  server.addService(GRPCInferenceServiceService, {
    serverReady: ready,
    modelReady: ready,
    modelMetadata: ({ request }: ServerUnaryCall<{ version: string }, unknown>, callback: sendUnaryData<unknown>) => {
      asked.push(request.version);
      callback(null, METADATA);
    },
  });
  const [key, chain, ca] = ['server.key', 'server.pem', 'ca.pem'].map((name) => readFileSync(fixture(name)));
  const secure = ServerCredentials.createSsl(ca!, [{ private_key: key!, cert_chain: chain! }], true);
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync('localhost:0', secure, (error, bound) => (error ? reject(error) : resolve(bound))),
  );
  settings = {
    executionProvider: 'cpu',
    workers: 1,
    workerThreads: 1,
    workerNiceness: 0,
    expressWorkers: 0,
    expressNiceness: 0,
    remoteInference: `localhost:${port}`,
    remoteConcurrency: 2,
    remoteTimeoutMs: 5000,
    remoteVersion: 'default',
    remoteTls: 'on',
    remoteTlsCa: fixture('ca.pem'),
    remoteTlsCert: fixture('client.pem'),
    remoteTlsKey: fixture('client.key'),
  };
});
afterAll(() => server.forceShutdown());

it.each([
  ['default', ''],
  ['same', '7'],
] as const)('opens a remote server that asks for a certificate, version: %s', async (remoteVersion, version) => {
  const executor = await openExecutor(model, { ...settings, remoteVersion });
  expect(executor.slots).toEqual({ bulk: 2, express: 1 });
  expect(asked.at(-1)).toBe(version);
  await executor.close();
});

it.each([
  ['without its own certificate', { remoteTlsCert: undefined, remoteTlsKey: undefined }],
  ['without the authority that it trusts', { remoteTlsCa: undefined }],
  ['without TLS', { remoteTls: 'off' as const }],
])('cannot reach it %s', async (_, changed) => {
  await expect(openExecutor(model, { ...settings, ...changed, remoteTimeoutMs: 1000 })).rejects.toMatchObject({
    reason: 'REMOTE_UNAVAILABLE',
  });
});

it.each([
  ['remoteTlsCa', { remoteTlsCa: fixture('none.pem') }],
  ['remoteTlsKey', { remoteTlsKey: undefined }],
])('names the setting that is wrong: %s', async (name, changed) => {
  await expect(openExecutor(model, { ...settings, ...changed })).rejects.toMatchObject({
    reason: 'PROVIDER_MISSING',
    message: expect.stringContaining(name),
  });
});
