import { type CallOptions, type ClientMiddleware, type ClientMiddlewareCall, Metadata } from 'nice-grpc';
import { type ErrorDetails, readErrorDetails } from './error-details.js';
import { toError } from './to-error.js';

/** What one try of a call needs to know. */
export interface AttemptOptions {
  /** When the call's time is up, on the clock of `performance.now()`. */
  readonly deadlineAt?: number | undefined;
}

/** One try: sends the API key and the time left, and turns whatever is thrown into a `GuionixError`. */
export function createAttempt(apiKey: string | undefined): ClientMiddleware<AttemptOptions> {
  return async function* attempt<Request, Response>(
    call: ClientMiddlewareCall<Request, Response>,
    { deadlineAt, ...options }: CallOptions & AttemptOptions,
  ) {
    let details: ErrorDetails = {};
    try {
      return yield* call.next(call.request, {
        ...options,
        metadata: createMetadata(options.metadata, apiKey, deadlineAt),
        onTrailer(trailer) {
          details = readErrorDetails(trailer);
          options.onTrailer?.(trailer);
        },
      });
    } catch (thrown) {
      throw toError(thrown, { method: call.method.path, details, signal: options.signal });
    }
  };
}

function createMetadata(given: Metadata | undefined, apiKey: string | undefined, deadlineAt: number | undefined) {
  const metadata = Metadata(given);
  if (apiKey) metadata.set('authorization', `Bearer ${apiKey}`);
  if (deadlineAt !== undefined) metadata.set('grpc-timeout', formatTimeout(deadlineAt - performance.now()));
  return metadata;
}

/** The engine refuses at once what cannot be done in time, so it is told; the wire format allows eight digits. */
function formatTimeout(leftMs: number): string {
  const wholeMs = Math.max(1, Math.ceil(leftMs));
  return wholeMs < 1e8 ? `${wholeMs}m` : `${Math.ceil(wholeMs / 1000)}S`;
}
