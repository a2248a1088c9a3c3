import type { EmbedTextsRequest, EmbedTextsResponse, InferenceServiceServer } from '../gen/guionix/ml/v1/inference.js';
import type { Log } from '../telemetry/log.js';
import type { EmbedTexts } from '../usecase/embed-texts.js';
import { bidiStream, type CallContext, unary } from './call.js';
import { embedStream } from './embed-stream.js';
import { fromEmbedOptions, fromHeads, fromTexts, toTextOutputs, toTiming } from './wire/inference.js';

/** `guionix.ml.v1.InferenceService` over its use case. */
export function inferenceService(embed: EmbedTexts, log: Log): InferenceServiceServer {
  return {
    embedTexts: unary(log, (request, context) => embedList(embed, request, context)),
    streamEmbedTexts: bidiStream(log, (messages, context) => embedStream({ embed, log }, messages, context)),
  };
}

async function embedList(
  embed: EmbedTexts,
  { texts, options }: EmbedTextsRequest,
  context: CallContext,
): Promise<EmbedTextsResponse> {
  const startedAt = performance.now();
  const heads = fromHeads(options);
  const job = await embed.embed(fromTexts(texts), fromEmbedOptions(options, context));
  const results = await Promise.all(job.texts);
  return {
    outputs: results.map((result, i) => toTextOutputs(texts[i]!.id, result, job.encoder, heads)),
    model: job.encoder.model,
    timing: toTiming(job, startedAt),
    cache: { segmentHits: job.cached, segmentMisses: texts.length - job.cached },
  };
}
