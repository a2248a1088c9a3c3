import type { GuionixError, StatusName } from './errors.js';
import { InferenceServiceDefinition, type TextFailure } from './gen/guionix/ml/v1/inference.js';
import { createError } from './to-error.js';

/** Path of the method that answers with such failures. */
export const STREAM_METHOD = `/${InferenceServiceDefinition.fullName}/StreamEmbedTexts`;

/** Status that a call would have ended with, by the reason of a text's failure. Any other is a fault of the engine. */
const CODES: Readonly<Record<string, StatusName>> = {
  FIELD_INVALID: 'INVALID_ARGUMENT',
  TEXTS_TOO_LARGE: 'INVALID_ARGUMENT',
  OVERLOADED: 'RESOURCE_EXHAUSTED',
  MODEL_NOT_FOUND: 'NOT_FOUND',
  MODEL_NOT_READY: 'UNAVAILABLE',
  EXECUTOR_LOST: 'UNAVAILABLE',
  REMOTE_UNAVAILABLE: 'UNAVAILABLE',
  DRAINING: 'UNAVAILABLE',
  MODEL_MISSING: 'FAILED_PRECONDITION',
  MODEL_CORRUPT: 'FAILED_PRECONDITION',
  CANCELLED: 'CANCELLED',
  DEADLINE: 'DEADLINE_EXCEEDED',
  DEADLINE_UNREACHABLE: 'DEADLINE_EXCEEDED',
};

/** The error of a text that failed on a stream that goes on: the class that a call of its own would have failed with. */
export function toTextError({ reason, message, retryAfterMs }: TextFailure): GuionixError {
  return createError(message, {
    code: CODES[reason] ?? 'INTERNAL',
    reason,
    method: STREAM_METHOD,
    retryAfterMs: retryAfterMs || undefined,
  });
}
