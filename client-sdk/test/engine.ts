import type { ServerCredentials } from '@grpc/grpc-js';
import { createServer, ServerError, type ServiceImplementation, Status } from 'nice-grpc';
import { afterEach } from 'vitest';
import { Status as RpcStatus } from '../src/gen/google/rpc/status.js';
import { HealthDefinition, type HealthServiceImplementation } from '../src/gen/grpc/health/v1/health.js';
import { InferenceServiceDefinition, type InferenceServiceImplementation } from '../src/gen/guionix/ml/v1/inference.js';
import { ScriptServiceDefinition, type ScriptServiceImplementation } from '../src/gen/guionix/ml/v1/script.js';
import { SentimentServiceDefinition, type SentimentServiceImplementation } from '../src/gen/guionix/ml/v1/sentiment.js';
import { type ClientOptions, createClient, type MlClient } from '../src/index.js';

/** What an engine of a test answers; every other method is UNIMPLEMENTED. */
export interface Answers {
  readonly sentiment?: Partial<SentimentServiceImplementation>;
  readonly scripts?: Partial<ScriptServiceImplementation>;
  readonly inference?: Partial<InferenceServiceImplementation>;
  readonly health?: Partial<HealthServiceImplementation>;
}

const open: { stop(): Promise<void> | void }[] = [];

afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.stop();
});

/** Starts a real gRPC server on a free port of 127.0.0.1 and returns its address. It stops after the test. */
export async function startEngine(answers: Answers, credentials?: ServerCredentials): Promise<string> {
  const server = createServer();
  server.add(SentimentServiceDefinition, complete(SentimentServiceDefinition, answers.sentiment));
  server.add(ScriptServiceDefinition, complete(ScriptServiceDefinition, answers.scripts));
  server.add(InferenceServiceDefinition, complete(InferenceServiceDefinition, answers.inference));
  server.add(HealthDefinition, complete(HealthDefinition, answers.health));
  const port = await server.listen('127.0.0.1:0', credentials);
  open.push({ stop: () => server.forceShutdown() });
  return `127.0.0.1:${port}`;
}

/** Opens a client that closes after the test. */
export function openClient(address: string, options: Partial<ClientOptions> = {}): MlClient {
  const client = createClient({ address, ...options });
  open.push({ stop: () => client.close() });
  return client;
}

/** Starts an engine and opens a client of it. */
export async function connect(answers: Answers, options: Partial<ClientOptions> = {}): Promise<MlClient> {
  return openClient(await startEngine(answers), options);
}

function complete<Service extends { readonly methods: Record<string, unknown> }>(
  definition: Service,
  answers: object = {},
): ServiceImplementation<never> {
  const refuse = () => {
    throw new ServerError(Status.UNIMPLEMENTED, 'Not part of this test.');
  };
  const refusals = Object.keys(definition.methods).map((method) => [method, refuse]);
  return { ...Object.fromEntries(refusals), ...answers } as ServiceImplementation<never>;
}

/** Message functions that can encode one kind of detail. */
interface DetailType<T> {
  encode(message: T): { finish(): Uint8Array };
  fromPartial(message: object): T;
}

/** One `google.rpc` detail of an error. */
export function detail<T>(name: string, type: DetailType<T>, value: object) {
  const bytes = type.encode(type.fromPartial(value)).finish();
  return { typeUrl: `type.googleapis.com/google.rpc.${name}`, value: Buffer.from(bytes) };
}

/** Fails a call of a test's engine the way the engine does: a status and `google.rpc` details. */
export function fail(
  context: { trailer: { set(key: string, value: Uint8Array): unknown } },
  code: Status,
  message: string,
  ...details: ReturnType<typeof detail>[]
): never {
  const status = RpcStatus.encode(RpcStatus.fromPartial({ code, message, details })).finish();
  context.trailer.set('grpc-status-details-bin', status);
  throw new ServerError(code, message);
}
