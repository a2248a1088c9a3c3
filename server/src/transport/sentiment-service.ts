import type { SentimentEvent } from '../domain/sentiment.js';
import type { AnalyzeSentimentResponse, SentimentServiceServer } from '../gen/guionix/ml/v1/sentiment.js';
import type { Log } from '../telemetry/log.js';
import type { AnalyzeSentiment } from '../usecase/analyze-sentiment.js';
import { serverStream, unary } from './call.js';
import { fromScriptInput } from './wire/script.js';
import {
  fromOptions,
  toInfo,
  toOutline,
  toSceneSentiment,
  toScriptSentiment,
  toStreamEvent,
} from './wire/sentiment.js';

/** `guionix.ml.v1.SentimentService` over its use case. */
export function sentimentService(analyze: AnalyzeSentiment, log: Log): SentimentServiceServer {
  return {
    analyzeSentiment: unary(log, async ({ script, options }, context) => {
      const events = analyze.stream(fromScriptInput(script), fromOptions(options, context));
      return collect(events, options?.includeEmbeddings ?? false, options?.firstScene ?? 0);
    }),
    streamSceneSentiment: serverStream(log, async function* ({ script, options }, context) {
      const embeddings = options?.includeEmbeddings ?? false;
      for await (const event of analyze.stream(fromScriptInput(script), fromOptions(options, context))) {
        yield toStreamEvent(event, embeddings);
      }
    }),
  };
}

async function collect(
  events: AsyncIterable<SentimentEvent>,
  embeddings: boolean,
  firstScene: number,
): Promise<AnalyzeSentimentResponse> {
  const response: AnalyzeSentimentResponse = { info: undefined, outline: undefined, scenes: [], summary: undefined };
  for await (const event of events) {
    if (event.type === 'outline') response.outline = toOutline(event.outline);
    if (event.type !== 'completed') continue;
    response.info = toInfo(event.info);
    response.scenes = event.scenes.slice(firstScene).map((scene) => toSceneSentiment(scene, embeddings));
    response.summary = toScriptSentiment(event.summary);
  }
  return response;
}
