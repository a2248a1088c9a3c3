import type { Metadata } from 'nice-grpc';
import type { ErrorFacts } from './errors.js';
import type { Any } from './gen/google/protobuf/any.js';
import { BadRequest, ErrorInfo, RequestInfo, ResourceInfo, RetryInfo } from './gen/google/rpc/error_details.js';
import { Status } from './gen/google/rpc/status.js';

/** The part of an error's facts that travels as `google.rpc` details. */
export type ErrorDetails = Omit<ErrorFacts, 'code' | 'method' | 'cause'>;

/**
 * Reads the `google.rpc` details of a failed call from its trailer. Details that cannot be decoded are left out: a
 * proxy's broken trailer must not hide the error it comes with, nor end the process from inside grpc-js.
 */
export function readErrorDetails(trailer: Metadata): ErrorDetails {
  const bytes = trailer.get('grpc-status-details-bin');
  if (!(bytes instanceof Uint8Array)) return {};
  try {
    return Object.assign({}, ...Status.decode(bytes).details.map(toFacts));
  } catch {
    return {};
  }
}

const READERS: Record<string, (value: Uint8Array) => ErrorDetails> = {
  'google.rpc.BadRequest': (value) => ({
    violations: BadRequest.decode(value).fieldViolations.map(({ field, description }) => ({ field, description })),
  }),
  'google.rpc.ErrorInfo': (value) => ({ reason: ErrorInfo.decode(value).reason || undefined }),
  'google.rpc.RequestInfo': (value) => ({ incidentId: RequestInfo.decode(value).requestId }),
  'google.rpc.ResourceInfo': (value) => {
    const { resourceType, resourceName } = ResourceInfo.decode(value);
    return { resource: { type: resourceType, name: resourceName } };
  },
  'google.rpc.RetryInfo': (value) => {
    const delay = RetryInfo.decode(value).retryDelay;
    return { retryAfterMs: delay ? Number(delay.seconds) * 1000 + delay.nanos / 1e6 : 0 };
  },
};

function toFacts({ typeUrl, value }: Any): ErrorDetails {
  return READERS[typeUrl.slice(typeUrl.lastIndexOf('/') + 1)]?.(value) ?? {};
}
