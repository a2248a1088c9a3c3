import { type AnalysesClient, createAnalysesClient } from './analyses.js';
import { openChannel } from './channel.js';
import { createFeedbackClient, type FeedbackClient } from './feedback.js';
import { createHealthClient, type HealthClient } from './health.js';
import { createInsightsClient, type InsightsClient } from './insights.js';
import { createJobsClient, type JobsClient } from './jobs.js';
import { type ClientOptions, resolveOptions } from './options.js';
import { createRawClients, type RawClients } from './raw.js';
import { createScriptsClient, type ScriptsClient } from './scripts.js';
import { createSentimentClient, type SentimentClient } from './sentiment.js';
import { createTextsClient, type TextsClient } from './texts.js';

/** A client of the Guionix ML Engine. Make one per process and share it: calls run side by side on its connection. */
export interface MlClient {
  /** What each scene makes people feel, and the arc over the script. */
  readonly sentiment: SentimentClient;
  /** Scripts that the engine keeps, and what its parser reads in a script. */
  readonly scripts: ScriptsClient;
  /** Analyses that the engine kept. */
  readonly analyses: AnalysesClient;
  /** What people say of analyses. */
  readonly feedback: FeedbackClient;
  /** What a user's analyses say together. */
  readonly insights: InsightsClient;
  /** Work in the background, kept until it is done. */
  readonly jobs: JobsClient;
  /** Texts straight through the encoder, in lists or many small ones on a stream. */
  readonly texts: TextsClient;
  /** Whether the engine takes calls. */
  readonly health: HealthClient;
  /** The generated clients: the whole contract, message by message. */
  readonly raw: RawClients;
  /** Closes the client: calls in flight run to their end, new ones fail with `CancelledError`. */
  close(): void;
}

/**
 * Creates a client. Nothing is sent before the first call, which connects.
 * @throws TypeError or RangeError for options that cannot be used.
 */
export function createClient(options: ClientOptions): MlClient {
  const settings = resolveOptions(options);
  const channel = openChannel(settings);
  const raw = createRawClients(channel, settings);
  return {
    sentiment: createSentimentClient(raw.sentiment),
    scripts: createScriptsClient(raw.scripts),
    analyses: createAnalysesClient(raw.analyses),
    feedback: createFeedbackClient(raw.feedback),
    insights: createInsightsClient(raw.insights),
    jobs: createJobsClient(raw.jobs),
    texts: createTextsClient(raw.inference, settings),
    health: createHealthClient(raw.health),
    raw,
    close: () => channel.close(),
  };
}
