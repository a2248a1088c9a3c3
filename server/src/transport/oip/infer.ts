import { EngineError } from '../../domain/errors.js';
import type { InferParameter, ModelInferRequest } from '../../gen/inference/grpc_service.js';
import type { InferOptions, Models, TextJob, TextModel, TextOutputs } from '../../inference/models.js';
import type { CallContext } from '../call.js';
import { acquire } from './acquire.js';
import { readRequestedOutputs, readTexts } from './infer-request.js';
import { type InferAnswer, toOutputTensor } from './infer-response.js';
import { deadlineOf, readPriority, readTimeoutMs } from './schedule-parameters.js';
import type { ModelRecord, ServingRecords } from './statistics.js';

/** Longest time that a timer can wait, in milliseconds. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** What requests are answered with. */
export interface InferParts {
  readonly models: Models;
  readonly records: ServingRecords;
}

/** Texts that were computed, and what they cost. */
interface Computed {
  readonly texts: readonly TextOutputs[];
  readonly cached: number;
  readonly inputMs: number;
  readonly queueMs: number;
  readonly computeMs: number;
}

/**
 * Answers a request.
 *
 * @throws EngineError MODEL_NOT_FOUND, MODEL_NOT_READY, TENSOR_INVALID, DEADLINE when its own timeout passes, and of
 * {@link TextModel.infer}.
 */
export async function infer(
  { models, records }: InferParts,
  request: ModelInferRequest,
  context: CallContext,
): Promise<InferAnswer> {
  const startedAt = performance.now();
  const { model, release } = acquire(models, request.modelName, request.modelVersion);
  const record = records.of(model.manifest);
  try {
    return await answer(model, record, request, context, startedAt);
  } catch (error) {
    record.fail(performance.now() - startedAt);
    throw error;
  } finally {
    release();
  }
}

async function answer(
  model: TextModel,
  record: ModelRecord,
  request: ModelInferRequest,
  context: CallContext,
  startedAt: number,
): Promise<InferAnswer> {
  const { manifest } = model;
  const outputs = readRequestedOutputs(request, manifest);
  const { texts, raw } = readTexts(request);
  const timeoutMs = readTimeoutMs(request.parameters);
  const deadline = deadlineOf(context, timeoutMs, startedAt);
  const priority = readPriority(request.parameters);
  const options = { priority, ...(deadline !== undefined && { deadline }) };
  const computed = await within(timeoutMs, context.signal, (signal) =>
    compute(model, texts, { ...options, signal }, startedAt),
  );
  const packedFrom = performance.now();
  const tensors = outputs.map((output) => toOutputTensor(output, computed.texts));
  const now = performance.now();
  record.succeed(texts.length, computed.cached, {
    ...computed,
    totalMs: now - startedAt,
    outputMs: now - packedFrom,
  });
  return {
    modelName: manifest.name,
    modelVersion: manifest.version,
    id: request.id,
    parameters: accountOf(computed),
    raw,
    outputs: tensors,
  };
}

async function compute(
  model: TextModel,
  texts: readonly string[],
  options: InferOptions,
  startedAt: number,
): Promise<Computed> {
  const job: TextJob | undefined = texts.length === 0 ? undefined : await model.infer(texts, options);
  const inputMs = performance.now() - startedAt;
  const outputs = await Promise.all(job?.outputs ?? []);
  const { cached = 0, queueMs = 0, computeMs = 0 } = job ?? {};
  return { texts: outputs, cached, inputMs, queueMs, computeMs };
}

/** Does work that is aborted when the call is, or `timeoutMs` from now. */
async function within<T>(
  timeoutMs: number | undefined,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  if (timeoutMs === undefined) return work(signal);
  signal.throwIfAborted();
  const own = new AbortController();
  const abort = () => own.abort(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  const late = () => own.abort(new EngineError('DEADLINE'));
  const timer = setTimeout(late, Math.min(timeoutMs, LONGEST_TIMER_MS));
  try {
    return await work(own.signal);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', abort);
  }
}

/** What an answer says of its cost. Whole numbers: clients of the common protocol know no others. */
function accountOf({ texts, cached, queueMs, computeMs }: Computed): Record<string, InferParameter> {
  let tokens = 0;
  let truncated = 0;
  for (const text of texts) {
    tokens += text.tokens;
    if (text.truncated) truncated += 1;
  }
  return {
    queue_us: whole(queueMs * 1000),
    compute_us: whole(computeMs * 1000),
    tokens: whole(tokens),
    cached_texts: whole(cached),
    ...(truncated > 0 && { truncated_texts: whole(truncated) }),
  };
}

function whole(value: number): InferParameter {
  return { parameterChoice: { $case: 'int64Param', value: BigInt(Math.round(value)) } };
}
