/** A running engine through the Open Inference Protocol: the same numbers as through its own contract. */
import { credentials, type Metadata, type ServiceError, status } from '@grpc/grpc-js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RetryInfo } from '../src/gen/google/rpc/error_details.js';
import { Status } from '../src/gen/google/rpc/status.js';
import { HealthCheckResponse_ServingStatus, HealthClient } from '../src/gen/grpc/health/v1/health.js';
import {
  GRPCInferenceServiceClient,
  InferTensorContents,
  type ModelInferRequest,
  type ModelInferResponse,
  type ModelStreamInferResponse,
  type RepositoryIndexResponse,
} from '../src/gen/inference/grpc_service.js';
import { openEngine, type TestEngine } from './engine.js';
import { inferRequest, int, unpackFloats } from './made-up-models.js';
import { SHIPPED } from './models-folder.js';
import { openTwoVersions } from './oip/two-versions.js';

type Done<T> = (error: ServiceError | null, value: T) => void;

/** A client of one engine; both are gone after `close`. */
async function connect(engine: TestEngine) {
  const client = new GRPCInferenceServiceClient(engine.address, credentials.createInsecure());
  const asked = <T>(call: (done: Done<T>) => unknown) =>
    new Promise<T>((resolve, reject) => call((error, value) => (error ? reject(error) : resolve(value))));
  const infer = (request: ModelInferRequest) =>
    asked((done: Done<ModelInferResponse>) => client.modelInfer(request, done));
  const stream = async (requests: readonly ModelInferRequest[]) => {
    const call = client.modelStreamInfer();
    for (const request of requests) call.write(request);
    call.end();
    const answers: ModelStreamInferResponse[] = [];
    for await (const answer of call as AsyncIterable<ModelStreamInferResponse>) answers.push(answer);
    return answers;
  };
  const close = () => {
    client.close();
    return engine.close();
  };
  return { engine, client, asked, infer, stream, close };
}

type Connection = Awaited<ReturnType<typeof connect>>;

/** The values of one output. */
function valuesOf({ outputs, rawOutputContents }: ModelInferResponse, name: string): number[] {
  return unpackFloats(rawOutputContents[outputs.findIndex((output) => output.name === name)]!);
}

/** Retry delay of a refused call, in milliseconds. */
function retryAfterMs({ metadata }: { metadata: Metadata }): number {
  const details = Status.decode(metadata.get('grpc-status-details-bin')[0] as Buffer).details;
  const info = details.find(({ typeUrl }) => typeUrl.endsWith('RetryInfo'))!;
  const { seconds, nanos } = RetryInfo.decode(info.value).retryDelay!;
  return Number(seconds) * 1000 + nanos / 1e6;
}

/** Lists of lines in which no two are alike. */
const lists = (count: number, length: number, name: string) =>
  Array.from({ length: count }, (_, i) =>
    Array.from({ length }, (_, line) => `${name}: la línea ${line} de la lista ${i}, que nadie ha escrito antes.`),
  );

describe('the engine through the Open Inference Protocol', () => {
  let open: Connection;
  beforeAll(async () => {
    open = await connect(await openEngine());
  });
  afterAll(() => open?.close());

  const TEXTS = ['La puerta se abre de golpe.', '¿Quién anda ahí?', 'I am so happy to see you again.'];

  it('has the numbers that its own contract has', async () => {
    const response = await open.infer(inferRequest(TEXTS));
    const texts = TEXTS.map((text, id) => ({ id, text, context: [], speaker: '' }));
    const { outputs } = await open.engine.client.raw.inference.embedTexts({
      texts,
      options: { heads: [1, 4], modelVersion: '', priority: 0 },
    });
    const affect = outputs.flatMap(({ valence, arousal }) => [valence!, arousal!]);
    expect(valuesOf(response, 'affect')).toHaveLength(affect.length);
    for (const [i, value] of valuesOf(response, 'affect').entries()) expect(value).toBeCloseTo(affect[i]!, 5);
    expect(response.outputs.map(({ shape }) => shape[0])).toEqual([3n, 3n, 3n, 3n]);
  });

  it('answers raw, typed and on a stream alike, alone and in a list', async () => {
    const raw = valuesOf(await open.infer(inferRequest(TEXTS)), 'embedding');
    const request = inferRequest(TEXTS, { rawInputContents: [], outputs: [{ name: 'embedding', parameters: {} }] });
    request.inputs[0]!.contents = InferTensorContents.create({ bytesContents: TEXTS.map((text) => Buffer.from(text)) });
    expect((await open.infer(request)).outputs[0]?.contents?.fp32Contents).toEqual(raw);
    const answers = await open.stream(TEXTS.map((text, i) => inferRequest([text], { id: String(i) })));
    for (const { inferResponse } of answers) {
      const row = Number(inferResponse!.id);
      const alone = valuesOf(inferResponse!, 'embedding');
      expect(alone).toHaveLength(384);
      for (const [i, value] of alone.entries()) expect(value).toBeCloseTo(raw[row * 384 + i]!, 5);
    }
    expect(answers).toHaveLength(3);
  });

  it('says what it found already computed', async () => {
    const request = inferRequest(lists(1, 20, 'dos veces')[0]!);
    expect((await open.infer(request)).parameters['cached_texts']).toEqual(int(0n));
    expect((await open.infer(request)).parameters['cached_texts']).toEqual(int(20n));
  });

  it('does not load or unload models unless it is set to', async () => {
    const request = { repositoryName: '', modelName: 'encoder', parameters: {} };
    const refusals = [
      open.asked((done) => open.client.repositoryModelLoad(request, done)),
      open.asked((done) => open.client.repositoryModelUnload(request, done)),
    ];
    for (const refused of refusals) await expect(refused).rejects.toMatchObject({ code: status.FAILED_PRECONDITION });
    expect((await open.infer(inferRequest(TEXTS))).modelVersion).toBe(SHIPPED.version);
  });

  it('is healthy under the name that clients probe', async () => {
    const health = new HealthClient(open.engine.address, credentials.createInsecure());
    const service = 'inference.GRPCInferenceService';
    expect(await open.asked((done) => health.check({ service }, done))).toEqual({
      status: HealthCheckResponse_ServingStatus.SERVING,
    });
    health.close();
  });

  it('says nothing of a request in its log', () => {
    expect(open.engine.log()).toContain('/inference.GRPCInferenceService/ModelInfer');
    expect(open.engine.log()).not.toMatch(/puerta|happy|nadie ha escrito/);
  });
});

describe('a full queue, through the Open Inference Protocol', () => {
  let open: Connection;
  beforeAll(async () => {
    open = await connect(await openEngine({ workers: 1, expressWorkers: 0, maxQueuedTokens: 3000, cacheMib: 0 }));
  });
  afterAll(() => open?.close());

  it('refuses at once and says when to come back; on a stream, request by request', async () => {
    const requests = (name: string) => lists(20, 60, name).map((texts, i) => inferRequest(texts, { id: String(i) }));
    const settled = await Promise.allSettled(requests('llamadas').map(open.infer));
    const refused = settled.flatMap((one) => (one.status === 'rejected' ? [one.reason as ServiceError] : []));
    expect(refused.length).toBeGreaterThan(0);
    expect(refused.length).toBeLessThan(20);
    for (const error of refused) {
      expect(error.code).toBe(status.RESOURCE_EXHAUSTED);
      expect(retryAfterMs(error)).toBeGreaterThan(0);
    }
    const answers = await open.stream(requests('corriente'));
    expect(answers).toHaveLength(20);
    const failed = answers.filter(({ errorMessage }) => errorMessage !== '');
    expect(failed.length).toBeGreaterThan(0);
    expect(failed.length).toBeLessThan(20);
    for (const { inferResponse } of failed) {
      const { reason, retry_after_ms: retry } = inferResponse!.parameters;
      expect(reason?.parameterChoice?.value).toBe('OVERLOADED');
      expect(Number(retry?.parameterChoice?.value)).toBeGreaterThan(0);
    }
  });

  it('is no excuse for a list that it could never hold', async () => {
    const [texts] = lists(1, 1000, 'demasiado');
    await expect(open.infer(inferRequest(texts!))).rejects.toMatchObject({ code: status.INVALID_ARGUMENT });
  });
});

describe('versions, through the Open Inference Protocol', () => {
  it('come and go while requests are answered, and none fails', async () => {
    const open = await connect(await openTwoVersions());
    try {
      const version = (value: string) => ({
        repositoryName: '',
        modelName: 'encoder',
        parameters: { version: { parameterChoice: { $case: 'stringParam' as const, value } } },
      });
      let over = false;
      let answered = 0;
      const traffic = (async () => {
        for (let i = 0; !over; i++) {
          for (const texts of lists(1, 8, `tráfico ${i}`)) await open.infer(inferRequest(texts));
          answered += 1;
        }
      })();
      await open.asked((done) => open.client.repositoryModelLoad(version('2'), done));
      const onSecond = lists(4, 40, 'segunda').map((texts) => open.infer(inferRequest(texts, { modelVersion: '2' })));
      const first = await onSecond[0]!;
      expect(first.modelVersion).toBe('2');
      await open.asked((done) => open.client.repositoryModelUnload(version('2'), done));
      expect((await Promise.all(onSecond)).map(({ modelVersion }) => modelVersion)).toEqual(['2', '2', '2', '2']);
      over = true;
      await traffic;
      expect(answered).toBeGreaterThan(0);
      const { models } = await open.asked((done: Done<RepositoryIndexResponse>) =>
        open.client.repositoryIndex({ repositoryName: '', ready: true }, done),
      );
      expect(models.map((one) => one.version)).toEqual(['1']);
    } finally {
      await open.close();
    }
  });
});
