import { type Channel, createClientFactory } from 'nice-grpc';
import { createAttempt } from './attempt.js';
import { createDeadline, type DeadlineCallOptions } from './deadline.js';
import { HealthDefinition, type HealthClient as HealthServiceClient } from './gen/grpc/health/v1/health.js';
import { type AnalysisServiceClient, AnalysisServiceDefinition } from './gen/guionix/ml/v1/analysis.js';
import { type FeedbackServiceClient, FeedbackServiceDefinition } from './gen/guionix/ml/v1/feedback.js';
import { type InferenceServiceClient, InferenceServiceDefinition } from './gen/guionix/ml/v1/inference.js';
import { type InsightServiceClient, InsightServiceDefinition } from './gen/guionix/ml/v1/insight.js';
import { type JobServiceClient, JobServiceDefinition } from './gen/guionix/ml/v1/job.js';
import { type ModelServiceClient, ModelServiceDefinition } from './gen/guionix/ml/v1/model.js';
import { type PredictionServiceClient, PredictionServiceDefinition } from './gen/guionix/ml/v1/prediction.js';
import { type ScriptServiceClient, ScriptServiceDefinition } from './gen/guionix/ml/v1/script.js';
import { type SentimentServiceClient, SentimentServiceDefinition } from './gen/guionix/ml/v1/sentiment.js';
import type { ClientSettings } from './options.js';
import { createRetry, type RetryCallOptions } from './retry.js';

/** Options of a call on a generated client, beside nice-grpc's `signal`, `metadata`, `onHeader` and `onTrailer`. */
export type RawCallOptions = DeadlineCallOptions & RetryCallOptions;

/** The generated clients, one a service of the contract, with the same deadlines, retries and errors as the others. */
export interface RawClients {
  readonly analyses: AnalysisServiceClient<RawCallOptions>;
  readonly feedback: FeedbackServiceClient<RawCallOptions>;
  readonly inference: InferenceServiceClient<RawCallOptions>;
  readonly insights: InsightServiceClient<RawCallOptions>;
  readonly jobs: JobServiceClient<RawCallOptions>;
  readonly models: ModelServiceClient<RawCallOptions>;
  readonly predictions: PredictionServiceClient<RawCallOptions>;
  readonly scripts: ScriptServiceClient<RawCallOptions>;
  readonly sentiment: SentimentServiceClient<RawCallOptions>;
  readonly health: HealthServiceClient<RawCallOptions>;
}

/** Creates a generated client for every service of the contract. */
export function createRawClients(channel: Channel, settings: ClientSettings): RawClients {
  // What is attached first runs last: each try runs inside the retries, the retries inside the deadline.
  const factory = createClientFactory()
    .use(createAttempt(settings.apiKey))
    .use(createRetry(settings.retry))
    .use(createDeadline(settings.deadlines));
  return {
    analyses: factory.create(AnalysisServiceDefinition, channel),
    feedback: factory.create(FeedbackServiceDefinition, channel),
    inference: factory.create(InferenceServiceDefinition, channel),
    insights: factory.create(InsightServiceDefinition, channel),
    jobs: factory.create(JobServiceDefinition, channel),
    models: factory.create(ModelServiceDefinition, channel),
    predictions: factory.create(PredictionServiceDefinition, channel),
    scripts: factory.create(ScriptServiceDefinition, channel),
    sentiment: factory.create(SentimentServiceDefinition, channel),
    health: factory.create(HealthDefinition, channel),
  };
}
