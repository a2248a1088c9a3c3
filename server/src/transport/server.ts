import { readFileSync } from 'node:fs';
import {
  logVerbosity,
  Server,
  ServerCredentials,
  type ServiceDefinition,
  setLogVerbosity,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js';
import { loadFileDescriptorSetFromBuffer } from '@grpc/proto-loader';
import { ReflectionService } from '@grpc/reflection';
import { EngineError } from '../domain/errors.js';
import { AnalysisServiceService } from '../gen/guionix/ml/v1/analysis.js';
import { FeedbackServiceService } from '../gen/guionix/ml/v1/feedback.js';
import { InferenceServiceService } from '../gen/guionix/ml/v1/inference.js';
import { InsightServiceService } from '../gen/guionix/ml/v1/insight.js';
import { JobServiceService } from '../gen/guionix/ml/v1/job.js';
import { ModelServiceService } from '../gen/guionix/ml/v1/model.js';
import { PredictionServiceService } from '../gen/guionix/ml/v1/prediction.js';
import { ScriptServiceService } from '../gen/guionix/ml/v1/script.js';
import { SentimentServiceService } from '../gen/guionix/ml/v1/sentiment.js';
import type { Models } from '../inference/models.js';
import type { Log } from '../telemetry/log.js';
import type { AnalyzeSentiment } from '../usecase/analyze-sentiment.js';
import type { EmbedTexts } from '../usecase/embed-texts.js';
import type { SubmitFeedbackParts } from '../usecase/submit-feedback.js';
import { type AnalysisServiceParts, analysisService } from './analysis-service.js';
import { feedbackService } from './feedback-service.js';
import { Health } from './health.js';
import { inferenceService } from './inference-service.js';
import { type InsightServiceParts, insightService } from './insight-service.js';
import { type JobServiceParts, jobService } from './job-service.js';
import { modelService } from './model-service.js';
import { oipServices } from './oip/services.js';
import { type ScriptServiceParts, scriptService } from './script-service.js';
import { sentimentService } from './sentiment-service.js';
import { unimplemented } from './unimplemented.js';

/** Descriptors of the whole contract, for reflection. */
const IMAGE = new URL('../../proto/image.binpb', import.meta.url);

/**
 * Age at which a connection is asked to end once its calls are done: a client that balances by itself then looks up the
 * replicas anew and finds those that were added.
 */
const CONNECTION_AGE_MS = 30 * 60 * 1000;

/** What the transport serves. */
export interface TransportParts
  extends ScriptServiceParts,
    AnalysisServiceParts,
    SubmitFeedbackParts,
    InsightServiceParts,
    Omit<JobServiceParts, 'stopping'> {
  readonly analyzeSentiment: AnalyzeSentiment;
  readonly embedTexts: EmbedTexts;
  readonly models: Models;
  readonly log: Log;
}

/** Where and how it listens. */
export interface TransportSettings {
  readonly host: string;
  /** 0 takes a free port. */
  readonly port: number;
  readonly maxMessageBytes: number;
  /** Time that calls get to finish when the transport ends, in milliseconds. */
  readonly drainMs: number;
}

/** A listening transport. */
export interface Transport {
  readonly port: number;
  /** Says NOT_SERVING, refuses new calls and waits for those under way, at most `drainMs`. */
  close(): Promise<void>;
}

/** The services of the contract, those without handlers here answering UNIMPLEMENTED, and the Open Inference Protocol. */
function services(
  { log, analyzeSentiment, embedTexts, models, ...parts }: TransportParts,
  stopping: AbortSignal,
): [ServiceDefinition, UntypedServiceImplementation][] {
  const built: [ServiceDefinition, UntypedServiceImplementation][] = [
    [ScriptServiceService, scriptService(parts, log)],
    [SentimentServiceService, sentimentService(analyzeSentiment, log)],
    [AnalysisServiceService, analysisService(parts, log)],
    [JobServiceService, jobService({ ...parts, stopping }, log)],
    [FeedbackServiceService, feedbackService(parts, log)],
    [InsightServiceService, insightService(parts, log)],
    [InferenceServiceService, inferenceService(embedTexts, log)],
    [ModelServiceService, modelService(models, log)],
    ...oipServices(models, log),
  ];
  const planned = [PredictionServiceService];
  return [...built, ...planned.map((service): (typeof built)[number] => [service, unimplemented(service)])];
}

/** Listens for gRPC. Rejects when the address cannot be bound. */
export async function listen(parts: TransportParts, settings: TransportSettings): Promise<Transport> {
  // The library's own lines would say again, in another form, what is thrown or logged here.
  setLogVerbosity(logVerbosity.NONE);
  const server = new Server({
    'grpc.max_receive_message_length': settings.maxMessageBytes,
    'grpc.max_send_message_length': settings.maxMessageBytes,
    'grpc.max_connection_age_ms': CONNECTION_AGE_MS,
  });
  const stopping = new AbortController();
  for (const [service, handlers] of services(parts, stopping.signal)) server.addService(service, handlers);
  const health = new Health();
  health.addTo(server);
  new ReflectionService(loadFileDescriptorSetFromBuffer(readFileSync(IMAGE))).addToServer(server);
  const port = await bind(server, toAddress(settings));
  health.start();
  return {
    port,
    async close() {
      health.stop();
      stopping.abort(new EngineError('DRAINING'));
      await drain(server, settings.drainMs);
    },
  };
}

/** An IPv6 address stands in brackets, or its end would be taken for the port. */
function toAddress({ host, port }: TransportSettings): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

function bind(server: Server, address: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.bindAsync(address, ServerCredentials.createInsecure(), (error, port) =>
      error ? reject(error) : resolve(port),
    );
  });
}

/** Waits for calls under way; past the limit they are cut, so that a stuck client cannot hold the process. */
function drain(server: Server, limitMs: number): Promise<void> {
  return new Promise((resolve) => {
    const force = setTimeout(() => server.forceShutdown(), limitMs);
    server.tryShutdown(() => {
      clearTimeout(force);
      resolve();
    });
  });
}
