import { randomInt } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { CallOptions, ClientMiddleware, ClientMiddlewareCall } from 'nice-grpc';
import type { AttemptOptions } from './attempt.js';
import { OverloadedError, UnavailableError } from './errors.js';
import type { ClientSettings } from './options.js';
import { toCancellation } from './to-error.js';

/** Retry of one call. */
export interface RetryCallOptions {
  /**
   * `false` for one try only; `true` to repeat a call whose second run may differ from its first (Delete, Put, Submit,
   * Unload), which otherwise is repeated only when the engine refused it, not when the connection was lost.
   */
  readonly retry?: boolean | undefined;
}

/** Methods that may have done their work when the connection is lost, and would do it again. */
const CHANGES_TWICE = /\/(?:Delete|Put|Submit|Unload)\w+$/;

/**
 * Tries a call again when the engine refused it ({@link OverloadedError} with a delay) or could not be reached
 * ({@link UnavailableError}): after a random share of a wait that doubles each time, or after the server's own
 * `RetryInfo` when that is longer. A stream is tried again only until its first message; an upload never, since its
 * source is read by then. A wait that would outlast the deadline is not begun: the caller gets the error at once.
 */
export function createRetry(policy: ClientSettings['retry']): ClientMiddleware<RetryCallOptions, AttemptOptions> {
  return async function* retry<Request, Response>(
    call: ClientMiddlewareCall<Request, Response, AttemptOptions>,
    { retry: wanted, ...options }: CallOptions & RetryCallOptions & AttemptOptions,
  ) {
    const maxAttempts = wanted === false || call.requestStream ? 1 : policy.maxAttempts;
    const repeatable = wanted ?? !CHANGES_TWICE.test(call.method.path);
    let delivered = false;
    for (let attempt = 1; ; attempt++) {
      try {
        if (!call.responseStream) return yield* call.next(call.request, options);
        for await (const message of call.next(call.request, options)) {
          delivered = true;
          yield message;
        }
        return;
      } catch (error) {
        if (delivered || attempt >= maxAttempts || !isRetryable(error, repeatable)) throw error;
        const delayMs = chooseDelay(policy, attempt, error.retryAfterMs);
        if (performance.now() + delayMs >= (options.deadlineAt ?? Infinity)) throw error;
        await pause(delayMs, options.signal, call.method.path);
      }
    }
  };
}

/** Whether another try may succeed; after a lost connection only when the call is `repeatable`. */
export function isRetryable(error: unknown, repeatable: boolean): error is OverloadedError | UnavailableError {
  if (error instanceof UnavailableError) return repeatable;
  return error instanceof OverloadedError && error.retryAfterMs !== undefined;
}

/** Milliseconds to wait after try `attempt` (from 1), which the server may have asked for. */
export function chooseDelay(
  policy: ClientSettings['retry'],
  attempt: number,
  retryAfterMs: number | undefined,
): number {
  const longest = Math.min(policy.maxDelayMs, policy.baseDelayMs * 2 ** (attempt - 1));
  // Spread, so that clients refused together do not come back together.
  const spread = randomInt(500, 1001) / 1000;
  return Math.max(longest * spread, (retryAfterMs ?? 0) * (0.5 + spread));
}

async function pause(delayMs: number, signal: AbortSignal | undefined, method: string): Promise<void> {
  try {
    await delay(delayMs, undefined, signal && { signal });
  } catch {
    throw toCancellation(signal, method);
  }
}
