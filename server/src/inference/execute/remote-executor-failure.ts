import { type ServiceError, status } from '@grpc/grpc-js';
import { EngineError, type ErrorReason } from '../../domain/errors.js';

/** What a caller is told to wait, in milliseconds: half of the longest pause between attempts to reconnect. */
const RETRY_AFTER_MS = 1000;

/** Statuses of the remote server that say more than that it failed. */
const REASONS: Partial<Record<status, ErrorReason>> = {
  [status.UNAVAILABLE]: 'REMOTE_UNAVAILABLE',
  [status.DEADLINE_EXCEEDED]: 'REMOTE_UNAVAILABLE',
  [status.CANCELLED]: 'REMOTE_UNAVAILABLE',
  [status.RESOURCE_EXHAUSTED]: 'OVERLOADED',
  [status.NOT_FOUND]: 'MODEL_MISSING',
};

/** Messages where the table's own would be about this engine, not the remote server. */
const MESSAGES: Partial<Record<ErrorReason, string>> = {
  OVERLOADED: 'The remote inference server is overloaded; retry after the delay given.',
  MODEL_MISSING: 'The remote inference server no longer has the model.',
};

const RETRYABLE: readonly ErrorReason[] = ['REMOTE_UNAVAILABLE', 'OVERLOADED'];

/**
 * What became of a batch that the remote server did not compute. Of its own words only the status goes on, as they may
 * quote what was sent; the remote server's log has them.
 */
export function batchFailure({ code }: ServiceError): EngineError {
  const reason = REASONS[code] ?? 'INTERNAL';
  return new EngineError(reason, MESSAGES[reason], {
    cause: `The remote inference server answered ${status[code]}.`,
    ...(RETRYABLE.includes(reason) && { retryAfterMs: RETRY_AFTER_MS }),
  });
}

/** Why a remote server cannot be used. Nothing was sent yet, so its own words are kept for the log. */
export function openingFailure(error: ServiceError, modelName: string): EngineError {
  if (error.code === status.NOT_FOUND) {
    const message = `The remote inference server has no model ${modelName} of the version asked for.`;
    return new EngineError('MODEL_MISSING', message, { cause: error });
  }
  const message =
    error.code === status.UNIMPLEMENTED
      ? 'What listens at the address of the remote inference server does not speak the Open Inference Protocol.'
      : 'The remote inference server cannot be reached.';
  return new EngineError('REMOTE_UNAVAILABLE', message, { cause: error });
}
