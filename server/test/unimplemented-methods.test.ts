/** The whole contract is there to be seen; what is not built yet says so, whatever its kind. */
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Client, credentials, loadPackageDefinition, type ServiceDefinition, type ServiceError } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ErrorInfo } from '../src/gen/google/rpc/error_details.js';
import { Status } from '../src/gen/google/rpc/status.js';
import { AnalysisServiceService } from '../src/gen/guionix/ml/v1/analysis.js';
import { PredictionServiceService } from '../src/gen/guionix/ml/v1/prediction.js';
import { openEngine, type TestEngine } from './engine.js';

const PLANNED: readonly ServiceDefinition[] = [AnalysisServiceService, PredictionServiceService];
const BUILT = ['GetAnalysis', 'ListAnalyses'];
const methods = PLANNED.flatMap((service) => Object.values(service))
  .filter(({ path }) => !BUILT.includes(path.split('/').at(-1)!))
  .map((method) => [method.path, method] as const);

describe('the contract', () => {
  let engine: TestEngine;
  let client: Client;
  beforeAll(async () => {
    engine = await openEngine({ workers: 1 });
    client = new Client(engine.address, credentials.createInsecure());
  });
  afterAll(async () => {
    client.close();
    await engine.close();
  });

  /** Calls a method with an empty message, which is a valid one of any kind, and returns its failure. */
  const call = (path: string, requestStream: boolean, responseStream: boolean) =>
    new Promise<ServiceError>((resolve, reject) => {
      const raw = (value: Buffer) => value;
      const empty = Buffer.alloc(0);
      const answered = (error: ServiceError | null) => (error ? resolve(error) : reject(new Error(`${path} answered`)));
      if (!requestStream && !responseStream) client.makeUnaryRequest(path, raw, raw, empty, answered);
      else if (requestStream && !responseStream) client.makeClientStreamRequest(path, raw, raw, answered).end();
      else {
        const bidirectional = requestStream && client.makeBidiStreamRequest(path, raw, raw);
        const stream = bidirectional || client.makeServerStreamRequest(path, raw, raw, empty);
        stream.on('error', (error) => resolve(error as ServiceError));
        stream.on('end', () => reject(new Error(`${path} ended`))).resume();
        if (bidirectional) bidirectional.write(empty);
      }
    });

  it.each(methods)('answers %s with UNIMPLEMENTED and its reason', async (path, method) => {
    const error = await call(path, method.requestStream, method.responseStream);
    expect(error.code).toBe(12);
    const { details } = Status.decode(error.metadata.get('grpc-status-details-bin')[0] as Buffer);
    expect(ErrorInfo.decode(details[0]!.value)).toMatchObject({ reason: 'NOT_IMPLEMENTED', domain: 'ml.guionix.com' });
  });

  it('has unary and streaming methods among them', () => {
    const kinds = new Set(methods.map(([, { requestStream, responseStream }]) => `${requestStream} ${responseStream}`));
    expect(kinds).toContain('false false');
    expect(kinds).toContain('true true');
  });

  it('answers UNIMPLEMENTED for a method that is in no contract', async () => {
    expect((await call('/guionix.ml.v1.SentimentService/Guess', false, false)).code).toBe(12);
  });

  it('is listed whole by reflection', async () => {
    const folder = new URL('../../proto/guionix/ml/v1/', import.meta.url);
    const expected = readdirSync(folder).flatMap((file) => {
      const text = readFileSync(new URL(file, folder), 'utf8');
      return [...text.matchAll(/^service (\w+)/gm)].map(([, name]) => `guionix.ml.v1.${name}`);
    });
    expect(expected).toHaveLength(9);
    const listed = await listServices(engine.address);
    expect(listed).toEqual(expect.arrayContaining([...expected, 'grpc.health.v1.Health']));
  });

  it('says by health which services are built', async () => {
    const { health } = engine.client;
    for (const service of ['', 'guionix.ml.v1.SentimentService', 'guionix.ml.v1.ScriptService']) {
      await expect(health.check(service)).resolves.toBe('SERVING');
    }
    await expect(health.check('guionix.ml.v1.PredictionService')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

interface ReflectionResponse {
  readonly listServicesResponse: { readonly service: readonly { readonly name: string }[] };
}

async function listServices(address: string): Promise<string[]> {
  const proto = createRequire(import.meta.url).resolve(
    '@grpc/reflection/build/proto/grpc/reflection/v1/reflection.proto',
  );
  // biome-ignore lint/suspicious/noExplicitAny: the loader gives untyped clients
  const { grpc } = loadPackageDefinition(loadSync(proto)) as any;
  const client = new grpc.reflection.v1.ServerReflection(address, credentials.createInsecure());
  try {
    const stream = client.ServerReflectionInfo();
    stream.write({ listServices: '' });
    stream.end();
    for await (const { listServicesResponse } of stream as AsyncIterable<ReflectionResponse>) {
      return listServicesResponse.service.map(({ name }) => name);
    }
    return [];
  } finally {
    client.close();
  }
}
