import { setMaxListeners } from 'node:events';
import {
  GRPCInferenceServiceService,
  type InferParameter,
  type ModelInferRequest,
} from '../../gen/inference/grpc_service.js';
import type { Log } from '../../telemetry/log.js';
import type { CallContext } from '../call.js';
import { logFault } from '../call-log.js';
import { type Failure, toFailure } from '../status.js';
import { answerAsReady } from './answer-as-ready.js';
import { type InferParts, infer } from './infer.js';
import type { InferAnswer, StreamAnswer } from './infer-response.js';

/** Requests of one stream that may wait for their answer; then the stream is not read until some are answered. */
const MOST_UNANSWERED = 1024;

/** Parameter of a request that asks for an empty message after its answer. */
const WANTS_EMPTY_FINAL = 'triton_enable_empty_final_response';

/** Parameter of an answer: nothing more comes for its request. */
const IS_FINAL = 'triton_final_response';

/**
 * Answers the requests of a stream, each as it is ready, by its id. A request that fails is answered with the reason, and
 * the stream goes on.
 */
export function inferStream(
  parts: InferParts,
  log: Log,
  requests: AsyncIterable<ModelInferRequest>,
  context: CallContext,
): AsyncIterable<StreamAnswer> {
  // Every request listens until it is computed, and there may be many.
  setMaxListeners(0, context.signal);
  return answerAsReady(requests, (request) => answer(parts, log, request, context), {
    most: MOST_UNANSWERED,
    signal: context.signal,
  });
}

async function answer(
  parts: InferParts,
  log: Log,
  request: ModelInferRequest,
  context: CallContext,
): Promise<StreamAnswer[]> {
  try {
    const answered = await infer(parts, request, context);
    if (!wantsEmptyFinal(request)) return [sent(answered, true)];
    return [sent(answered, false), sent(emptyOf(request, answered.modelVersion), true)];
  } catch (thrown) {
    const failure = toFailure(thrown);
    logFault(log, GRPCInferenceServiceService.modelStreamInfer.path, failure);
    return [refusalOf(request, failure)];
  }
}

/** The protocol has a text for what went wrong; its reason and when to come back go as parameters. */
function refusalOf(request: ModelInferRequest, { error }: Failure): StreamAnswer {
  const { reason, message, details } = error;
  const empty = emptyOf(request, request.modelVersion);
  empty.parameters['reason'] = { parameterChoice: { $case: 'stringParam', value: reason } };
  if (details.retryAfterMs !== undefined) {
    const value = BigInt(Math.ceil(details.retryAfterMs));
    empty.parameters['retry_after_ms'] = { parameterChoice: { $case: 'int64Param', value } };
  }
  return sent(empty, true, message);
}

function wantsEmptyFinal({ parameters }: ModelInferRequest): boolean {
  const choice = parameters[WANTS_EMPTY_FINAL]?.parameterChoice;
  return choice?.$case === 'boolParam' && choice.value;
}

function emptyOf({ modelName, id }: ModelInferRequest, modelVersion: string): InferAnswer {
  return { modelName, modelVersion, id, parameters: {}, raw: true, outputs: [] };
}

function sent(answer: InferAnswer, final: boolean, errorMessage = ''): StreamAnswer {
  const isFinal: InferParameter = { parameterChoice: { $case: 'boolParam', value: final } };
  answer.parameters[IS_FINAL] = isFinal;
  return { errorMessage, answer };
}
