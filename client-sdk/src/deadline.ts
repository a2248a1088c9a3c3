import type { CallOptions, ClientMiddleware, ClientMiddlewareCall } from 'nice-grpc';
import type { AttemptOptions } from './attempt.js';
import { DeadlineError } from './errors.js';
import { type ClientSettings, positive } from './options.js';
import type { RetryCallOptions } from './retry.js';

/** Deadline of one call. */
export interface DeadlineCallOptions {
  /** Longest time the call may take, in milliseconds, retries included; `Infinity` for none. */
  readonly deadlineMs?: number | undefined;
}

/** Longest delay a Node timer takes; a longer one would fire at once. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** Ends a call with {@link DeadlineError} when its time is up, however many tries it takes. */
export function createDeadline(
  defaults: ClientSettings['deadlines'],
): ClientMiddleware<DeadlineCallOptions, RetryCallOptions & AttemptOptions> {
  return async function* deadline<Request, Response>(
    call: ClientMiddlewareCall<Request, Response, RetryCallOptions & AttemptOptions>,
    { deadlineMs, signal, ...options }: CallOptions & DeadlineCallOptions,
  ) {
    const limitMs = positive('deadlineMs', deadlineMs ?? defaultLimit(call, defaults));
    if (limitMs > MAX_TIMER_MS) return yield* call.next(call.request, signal ? { ...options, signal } : options);

    const controller = new AbortController();
    const follow = () => controller.abort(signal?.reason);
    const expire = () => controller.abort(createDeadlineError(limitMs, call.method.path));
    if (signal?.aborted) follow();
    signal?.addEventListener('abort', follow, { once: true });
    const deadlineAt = performance.now() + limitMs;
    const timer = setTimeout(expire, limitMs);
    try {
      return yield* call.next(call.request, { ...options, signal: controller.signal, deadlineAt });
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', follow);
    }
  };
}

function defaultLimit(
  call: { readonly requestStream: boolean; readonly responseStream: boolean },
  { unaryMs, streamMs }: ClientSettings['deadlines'],
): number {
  // A stream in both directions is a session: it lasts as long as the writer writes.
  if (call.requestStream && call.responseStream) return Infinity;
  return call.requestStream || call.responseStream ? streamMs : unaryMs;
}

function createDeadlineError(limitMs: number, method: string): DeadlineError {
  return new DeadlineError(`The call took longer than its deadline of ${limitMs} ms.`, {
    code: 'DEADLINE_EXCEEDED',
    method,
  });
}
