/** The executor over a real connection, to a server whose answers are made here. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Server, ServerCredentials, type ServerUnaryCall, type sendUnaryData, status } from '@grpc/grpc-js';
import { afterEach, describe, expect, it } from 'vitest';
import type { EngineError } from '../../domain/errors.js';
import {
  GRPCInferenceServiceService,
  type ModelInferRequest,
  ModelInferResponse,
  ModelMetadataResponse,
} from '../../gen/inference/grpc_service.js';
import type { Manifest } from '../manifest.js';
import { RemoteExecutor, type RemoteExecutorOptions } from './remote-executor.js';

/** Of the system, not of a package. */
const OPENSSL = 'openssl';

const manifest = {
  name: 'mood',
  inputs: { type: 'int64', ids: 'ids', mask: 'mask', types: 'types' },
  outputs: [
    { name: 'mood', tensor: 'logits', width: 2 },
    { name: 'vector', tensor: 'vector', width: 1 },
  ],
  tokens: { pad: 1 },
} as Manifest;

const METADATA = ModelMetadataResponse.fromPartial({
  name: 'mood',
  inputs: ['ids', 'mask', 'types'].map((name) => ({ name, datatype: 'INT64', shape: [-1n, -1n] })),
  outputs: [
    { name: 'vector', datatype: 'FP16', shape: [-1n, 1n] },
    { name: 'logits', datatype: 'FP32', shape: [-1n, -1n] },
  ],
});

/** Answers with the sum of each row's ids, and half of it; so that rows can be told apart. */
function sums({ inputs, rawInputContents }: ModelInferRequest): ModelInferResponse {
  const [rows, longest] = inputs[0]!.shape.map(Number) as [number, number];
  const ids = new Int32Array(Uint8Array.from(rawInputContents[0]!).buffer);
  const stride = inputs[0]!.datatype === 'INT64' ? 2 : 1;
  const sum = (row: number) => {
    let total = 0;
    for (let i = row * longest; i < (row + 1) * longest; i++) total += ids[i * stride]!;
    return total;
  };
  const all = Array.from({ length: rows }, (_, row) => sum(row));
  return ModelInferResponse.fromPartial({
    outputs: [
      { name: 'vector', datatype: 'FP32', shape: [BigInt(rows), 1n], contents: { fp32Contents: all } },
      {
        name: 'logits',
        datatype: 'FP32',
        shape: [BigInt(rows), 2n],
        contents: { fp32Contents: all.flatMap((value) => [value, value / 2]) },
      },
    ],
  });
}

type Handler<Response> = (call: ServerUnaryCall<unknown, Response>, callback: sendUnaryData<Response>) => void;
const says =
  <Response>(response: Response): Handler<Response> =>
  (_, callback) =>
    callback(null, response);
const fails =
  (code: status, details = ''): Handler<never> =>
  (_, callback) =>
    callback({ code, details });

const open: { close(): unknown }[] = [];

/** Starts a server that is ready and computes {@link sums}, but for the handlers given. */
async function serve(
  handlers: Record<string, unknown> = {},
  { port = 0, secure = ServerCredentials.createInsecure() } = {},
) {
  const server = new Server();
  server.addService(GRPCInferenceServiceService, {
    serverReady: says({ ready: true }),
    modelReady: says({ ready: true }),
    modelMetadata: says(METADATA),
    modelInfer: (
      call: ServerUnaryCall<ModelInferRequest, ModelInferResponse>,
      callback: sendUnaryData<ModelInferResponse>,
    ) => callback(null, sums(call.request)),
    ...handlers,
  });
  const bound = await new Promise<number>((resolve, reject) =>
    server.bindAsync(`127.0.0.1:${port}`, secure, (error, found) => (error ? reject(error) : resolve(found))),
  );
  open.push({ close: () => server.forceShutdown() });
  return { server, port: bound };
}

async function connect(port: number, options: Partial<RemoteExecutorOptions> = {}): Promise<RemoteExecutor> {
  const address = `127.0.0.1:${port}`;
  const executor = await RemoteExecutor.open({ address, modelName: 'mood', manifest, concurrency: 3, ...options });
  open.unshift(executor);
  return executor;
}

const batch = [Int32Array.of(5, 6), Int32Array.of(10)];

describe('RemoteExecutor', () => {
  afterEach(async () => {
    for (const each of open.splice(0)) await each.close();
  });

  it('runs a batch in the number format that the server declares', async () => {
    for (const datatype of ['INT32', 'INT64']) {
      const inputs = METADATA.inputs.map((input) => ({ ...input, datatype }));
      const { port } = await serve({ modelMetadata: says({ ...METADATA, inputs }) });
      const executor = await connect(port);
      const { tensors, computeMs } = await executor.run(batch, 'bulk');
      expect(tensors).toEqual({ logits: Float32Array.of(11, 5.5, 11, 5.5), vector: Float32Array.of(11, 11) });
      expect(computeMs).toBeGreaterThan(0);
    }
  });

  it('asks for the model, the version and the tensors it needs', async () => {
    const requests: ModelInferRequest[] = [];
    const asked: unknown[] = [];
    const { port } = await serve({
      modelReady: (call: ServerUnaryCall<unknown, unknown>, callback: sendUnaryData<unknown>) => {
        asked.push(call.request);
        callback(null, { ready: true });
      },
      modelInfer: (call: ServerUnaryCall<ModelInferRequest, ModelInferResponse>, callback: sendUnaryData<unknown>) => {
        requests.push(call.request);
        callback(null, sums(call.request));
      },
    });
    await (await connect(port, { modelVersion: '4' })).run(batch, 'express');
    expect(asked).toEqual([{ name: 'mood', version: '4' }]);
    expect(requests[0]).toMatchObject({
      modelName: 'mood',
      modelVersion: '4',
      inputs: [{ name: 'ids' }, { name: 'mask' }, { name: 'types' }],
      outputs: [{ name: 'logits' }, { name: 'vector' }],
    });
  });

  it('has the slots it was given', async () => {
    const { port } = await serve();
    expect((await connect(port)).slots).toEqual({ bulk: 3, express: 1 });
    expect((await connect(port, { expressConcurrency: 0 })).slots).toEqual({ bulk: 3, express: 0 });
  });

  it.each([
    [status.UNAVAILABLE, 'REMOTE_UNAVAILABLE', 1000],
    [status.RESOURCE_EXHAUSTED, 'OVERLOADED', 1000],
    [status.NOT_FOUND, 'MODEL_MISSING', undefined],
    [status.INVALID_ARGUMENT, 'INTERNAL', undefined],
  ])('turns status %i into %s, without the words of the server', async (code, reason, retryAfterMs) => {
    const { port } = await serve({ modelInfer: fails(code, 'token 4711') });
    const executor = await connect(port);
    const error = await executor.run(batch, 'bulk').catch((thrown: unknown) => thrown as EngineError);
    expect(error).toMatchObject({ reason, details: { cause: expect.stringContaining(status[code]) } });
    expect((error as EngineError).details.retryAfterMs).toBe(retryAfterMs);
    expect(JSON.stringify([error, String(error)])).not.toContain('4711');
  });

  it('gives up on an answer that does not come', async () => {
    const { port } = await serve({ modelInfer: () => undefined });
    const executor = await connect(port, { timeoutMs: 300 });
    await expect(executor.run(batch, 'bulk')).rejects.toMatchObject({ reason: 'REMOTE_UNAVAILABLE' });
  });

  it('refuses an answer that is not of this batch', async () => {
    const { port } = await serve({ modelInfer: says(ModelInferResponse.fromPartial({})) });
    await expect((await connect(port)).run(batch, 'bulk')).rejects.toMatchObject({ reason: 'INTERNAL' });
  });

  it('fails what a lost server was computing, then finds its successor', async () => {
    const arrived: (() => void)[] = [];
    const computing = new Promise<void>((resolve) => arrived.push(resolve));
    const { server, port } = await serve({ modelInfer: () => arrived[0]!() });
    const executor = await connect(port);
    const lost = executor.run(batch, 'bulk');
    const failed = expect(lost).rejects.toMatchObject({ reason: 'REMOTE_UNAVAILABLE' });
    await computing;
    server.forceShutdown();
    await failed;
    await expect(executor.run(batch, 'bulk')).rejects.toMatchObject({ reason: 'REMOTE_UNAVAILABLE' });
    await serve({}, { port });
    await expect.poll(() => executor.run(batch, 'bulk').catch(() => undefined), { timeout: 15_000 }).toBeDefined();
  });

  it('lets running batches end before it closes', async () => {
    let answer: () => void = () => undefined;
    const arrived = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const finish: (() => void)[] = [];
    const { port } = await serve({
      modelInfer: (call: ServerUnaryCall<ModelInferRequest, ModelInferResponse>, callback: sendUnaryData<unknown>) => {
        finish.push(() => callback(null, sums(call.request)));
        answer();
      },
    });
    const executor = await connect(port);
    const running = executor.run(batch, 'bulk');
    await arrived;
    const closed = executor.close();
    finish[0]!();
    await expect(running).resolves.toBeDefined();
    await closed;
    await expect(executor.run(batch, 'bulk')).rejects.toThrow();
  });

  it.each([
    ['is not ready', { serverReady: says({ ready: false }) }, 'REMOTE_UNAVAILABLE', 'is not ready yet'],
    ['still loads the model', { modelReady: says({ ready: false }) }, 'REMOTE_UNAVAILABLE', 'model mood'],
    ['does not know the model', { modelMetadata: fails(status.NOT_FOUND) }, 'MODEL_MISSING', 'no model mood'],
    ['speaks another protocol', { serverReady: fails(status.UNIMPLEMENTED) }, 'REMOTE_UNAVAILABLE', 'does not speak'],
  ])('does not open when the server %s', async (_, handlers, reason, message) => {
    const { port } = await serve(handlers);
    await expect(connect(port)).rejects.toMatchObject({ reason, message: expect.stringContaining(message) });
  });

  it('does not open when nobody listens', async () => {
    const { server, port } = await serve();
    server.forceShutdown();
    await expect(connect(port)).rejects.toMatchObject({ reason: 'REMOTE_UNAVAILABLE' });
  });

  it.each([
    ['input mask is not declared', { inputs: METADATA.inputs.filter(({ name }) => name !== 'mask') }],
    [
      'input text is not in the manifest',
      { inputs: [...METADATA.inputs, { name: 'text', datatype: 'BYTES', shape: [-1n] }] },
    ],
    [
      'input ids is FP32 [-1, -1], not INT32 or INT64 [-1, -1]',
      { inputs: METADATA.inputs.map((input) => (input.name === 'ids' ? { ...input, datatype: 'FP32' } : input)) },
    ],
    [
      'input types is INT64 [-1, 64], not INT32 or INT64 [-1, -1]',
      { inputs: METADATA.inputs.map((input) => (input.name === 'types' ? { ...input, shape: [-1n, 64n] } : input)) },
    ],
    ['output logits is not declared; output vector is not declared', { outputs: [] }],
    [
      'output vector is FP32 [-1, 3], not FP32 or FP16 [-1, 1]',
      { outputs: [METADATA.outputs[1]!, { name: 'vector', datatype: 'FP32', shape: [-1n, 3n] }] },
    ],
  ])('does not open over another graph: %s', async (difference, declared) => {
    const { port } = await serve({ modelMetadata: says({ ...METADATA, ...declared }) });
    await expect(connect(port)).rejects.toMatchObject({
      reason: 'MODEL_CORRUPT',
      message: `The remote model is not the manifest's: ${difference}.`,
    });
  });

  it.skipIf(spawnSync(OPENSSL, ['version']).status !== 0)(
    'speaks TLS when given certificates, and only to the server that they are for',
    async () => {
      const { key, cert } = selfSigned();
      const { port } = await serve(
        {},
        { secure: ServerCredentials.createSsl(null, [{ private_key: key, cert_chain: cert }]) },
      );
      const address = `localhost:${port}`;
      const executor = await connect(port, { address, tls: { rootCertificates: cert } });
      await expect(executor.run(batch, 'bulk')).resolves.toBeDefined();
      await expect(connect(port, { address, tls: {} })).rejects.toMatchObject({ reason: 'REMOTE_UNAVAILABLE' });
      await expect(connect(port)).rejects.toMatchObject({ reason: 'REMOTE_UNAVAILABLE' });
    },
  );
});

/** A certificate for this machine that signs itself. */
function selfSigned(): { key: Buffer; cert: Buffer } {
  const folder = mkdtempSync(path.join(tmpdir(), 'guionix-tls-'));
  const [key, cert] = [path.join(folder, 'key.pem'), path.join(folder, 'cert.pem')];
  try {
    const request = [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:prime256v1',
      '-nodes',
      '-days',
      '1',
    ];
    const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
    execFileSync(OPENSSL, [...request, ...subject, '-keyout', key, '-out', cert], { stdio: 'ignore' });
    return { key: readFileSync(key), cert: readFileSync(cert) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
