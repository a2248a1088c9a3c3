import { ClientError, Status } from 'nice-grpc';
import type { ErrorDetails } from './error-details.js';
import {
  AuthenticationError,
  CancelledError,
  DeadlineError,
  type ErrorFacts,
  GuionixError,
  InternalError,
  InvalidArgumentError,
  InvalidScriptError,
  NotFoundError,
  OverloadedError,
  PreconditionError,
  type StatusName,
  UnavailableError,
  UnimplementedError,
} from './errors.js';
import { plainDetails } from './plain-details.js';
import { tlsHint } from './tls-hint.js';

/** What is known about a call besides what it threw. */
export interface FailedCall {
  /** Path of the method. */
  readonly method: string;
  /** Details from the trailer. */
  readonly details: ErrorDetails;
  /** The signal the call ran under. */
  readonly signal: AbortSignal | undefined;
}

const CLASSES: Record<StatusName, typeof GuionixError> = {
  CANCELLED: CancelledError,
  UNKNOWN: InternalError,
  INVALID_ARGUMENT: InvalidArgumentError,
  DEADLINE_EXCEEDED: DeadlineError,
  NOT_FOUND: NotFoundError,
  ALREADY_EXISTS: PreconditionError,
  PERMISSION_DENIED: AuthenticationError,
  RESOURCE_EXHAUSTED: OverloadedError,
  FAILED_PRECONDITION: PreconditionError,
  ABORTED: PreconditionError,
  OUT_OF_RANGE: InvalidArgumentError,
  UNIMPLEMENTED: UnimplementedError,
  INTERNAL: InternalError,
  UNAVAILABLE: UnavailableError,
  DATA_LOSS: InternalError,
  UNAUTHENTICATED: AuthenticationError,
};

/**
 * Turns what a call threw into the error its caller sees. What the call did not cause, such as an error of the
 * caller's own upload source, is returned as it is.
 */
export function toError(thrown: unknown, call: FailedCall): unknown {
  if (thrown instanceof GuionixError) return thrown;
  if (isAbort(thrown)) return toCancellation(call.signal, call.method);
  if (thrown instanceof ClientError) return fromStatus(thrown, call);
  if (thrown instanceof Error && thrown.message === 'Channel has been shut down') {
    return new CancelledError('The client is closed.', { code: 'CANCELLED', method: call.method, cause: thrown });
  }
  return thrown;
}

/** The error of a call whose signal was aborted: the deadline's own when it was the deadline that aborted it. */
export function toCancellation(signal: AbortSignal | undefined, method: string): GuionixError {
  if (signal?.reason instanceof GuionixError) return signal.reason;
  return new CancelledError('The call was aborted.', { code: 'CANCELLED', method, cause: signal?.reason });
}

function isAbort(thrown: unknown): boolean {
  return typeof thrown === 'object' && thrown !== null && (thrown as { name?: unknown }).name === 'AbortError';
}

/** The error of the class that its code and reason ask for. */
export function createError(message: string, facts: ErrorFacts): GuionixError {
  return new (classOf(facts.code, facts.reason))(message, facts);
}

function fromStatus(status: ClientError, { method, details }: FailedCall): GuionixError {
  const code = (Status[status.code] ?? 'UNKNOWN') as StatusName;
  const facts = { ...details, code, method, cause: status };
  if (isTooLarge(code, status.details)) {
    const message = `${status.details}; raise maxMessageBytes or use scripts.upload.`;
    return new InvalidArgumentError(message, { ...facts, reason: 'MESSAGE_TOO_LARGE' });
  }
  return createError(code === 'UNAVAILABLE' ? unreached(status) : status.details, facts);
}

function unreached({ details }: ClientError): string {
  const cause = plainDetails(details);
  const hint = tlsHint(details);
  return hint ? `${hint} (${cause})` : cause;
}

/** gRPC reports a message over the limit with the status of an overload, but waiting does not make it smaller. */
function isTooLarge(code: StatusName, message: string): boolean {
  return code === 'RESOURCE_EXHAUSTED' && /message.* larger than/i.test(message);
}

function classOf(code: StatusName, reason: string | undefined): typeof GuionixError {
  if (code === 'INVALID_ARGUMENT' && reason?.startsWith('SCRIPT_')) return InvalidScriptError;
  return CLASSES[code];
}
