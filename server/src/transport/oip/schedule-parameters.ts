import type { InferParameter } from '../../gen/inference/grpc_service.js';
import type { InferOptions } from '../../inference/models.js';
import type { CallContext } from '../call.js';
import { tensorInvalid } from './tensor-error.js';

type Parameters = Readonly<Record<string, InferParameter>>;

/** Priorities by their number, from 1; numbers past them are the last. */
const PRIORITIES = ['live', 'interactive', 'background'] as const;

/** Number of the priority of a request that gives none, or 0. */
export const DEFAULT_PRIORITY = 2;

/** Number of priorities. */
export const PRIORITY_LEVELS = PRIORITIES.length;

/**
 * Priority of a request, from its parameter `priority`: 1 live, 2 interactive, 3 and more background.
 *
 * @throws EngineError TENSOR_INVALID for what is no whole number, or is negative.
 */
export function readPriority(parameters: Parameters): InferOptions['priority'] {
  const level = readCount(parameters, 'priority') || DEFAULT_PRIORITY;
  return PRIORITIES[Math.min(level, PRIORITY_LEVELS) - 1]!;
}

/**
 * Time that a request may take, in milliseconds, from its parameter `timeout` in microseconds; undefined for none, or 0.
 *
 * @throws EngineError TENSOR_INVALID for what is no whole number, or is negative.
 */
export function readTimeoutMs(parameters: Parameters): number | undefined {
  const micros = readCount(parameters, 'timeout');
  return micros === 0 ? undefined : micros / 1000;
}

/** The sooner of when the caller stops waiting and `timeoutMs` from now; undefined for neither. */
export function deadlineOf({ deadline }: CallContext, timeoutMs: number | undefined, now: number): number | undefined {
  return timeoutMs === undefined ? deadline : Math.min(now + timeoutMs, deadline ?? Number.POSITIVE_INFINITY);
}

/** A whole number from 0; 0 when it is left out. Triton's client sends either width, signed or not. */
function readCount(parameters: Parameters, name: string): number {
  const choice = parameters[name]?.parameterChoice;
  if (choice === undefined) return 0;
  const whole = choice.$case === 'int64Param' || choice.$case === 'uint64Param';
  if (whole && choice.value >= 0n) return Number(choice.value);
  throw tensorInvalid(`parameters.${name}`, 'Send a whole number from 0, as int64_param or uint64_param.');
}
