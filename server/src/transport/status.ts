import { randomUUID } from 'node:crypto';
import { Metadata, type StatusObject, status } from '@grpc/grpc-js';
import { EngineError, type ErrorDetails } from '../domain/errors.js';
import type { Any } from '../gen/google/protobuf/any.js';
import { BadRequest, ErrorInfo, RequestInfo, ResourceInfo, RetryInfo } from '../gen/google/rpc/error_details.js';
import { Status } from '../gen/google/rpc/status.js';

/** Domain of the reasons in `google.rpc.ErrorInfo`. */
export const ERROR_DOMAIN = 'ml.guionix.com';

/** Trailer that carries `google.rpc.Status`. */
const DETAILS_TRAILER = 'grpc-status-details-bin';

/** A status as it is sent, and the error as it is logged. */
export interface Failure {
  readonly status: Partial<StatusObject> & { readonly code: status; readonly details: string };
  readonly error: EngineError;
  /** Set for faults of the engine: sent to the caller and logged, so that one finds the other. */
  readonly incident?: string;
}

/**
 * Maps anything thrown to a gRPC status with `google.rpc` details. Errors that are not the engine's own become INTERNAL
 * with an incident id; their message never reaches the caller.
 */
export function toFailure(thrown: unknown): Failure {
  const error = normalise(thrown);
  const incident = error.reason === 'INTERNAL' ? randomUUID() : undefined;
  const code = status[error.status];
  const metadata = new Metadata();
  const details = pack(error, incident);
  const encoded = Status.encode({ code, message: error.message, details }).finish();
  metadata.set(DETAILS_TRAILER, Buffer.from(encoded));
  return { status: { code, details: error.message, metadata }, error, ...(incident && { incident }) };
}

function normalise(thrown: unknown): EngineError {
  if (thrown instanceof EngineError) return thrown;
  return new EngineError('INTERNAL', undefined, { cause: thrown });
}

function pack({ reason, details }: EngineError, incident: string | undefined): Any[] {
  return [
    any('ErrorInfo', ErrorInfo.encode({ reason, domain: ERROR_DOMAIN, metadata: {} })),
    ...(incident ? [any('RequestInfo', RequestInfo.encode({ requestId: incident, servingData: '' }))] : []),
    ...violations(details),
    ...retry(details),
    ...resource(details),
  ];
}

function violations({ violations: faults = [] }: ErrorDetails): Any[] {
  if (faults.length === 0) return [];
  const fieldViolations = faults.map(({ field, description, line }) => ({
    field,
    description: line === undefined ? description : `line ${line}: ${description}`,
    reason: '',
    localizedMessage: undefined,
  }));
  return [any('BadRequest', BadRequest.encode({ fieldViolations }))];
}

function retry({ retryAfterMs }: ErrorDetails): Any[] {
  if (retryAfterMs === undefined) return [];
  const ms = Math.ceil(retryAfterMs);
  const retryDelay = { seconds: BigInt(Math.floor(ms / 1000)), nanos: (ms % 1000) * 1_000_000 };
  return [any('RetryInfo', RetryInfo.encode({ retryDelay }))];
}

function resource({ resource: missing }: ErrorDetails): Any[] {
  if (missing === undefined) return [];
  const { type: resourceType, name: resourceName } = missing;
  return [any('ResourceInfo', ResourceInfo.encode({ resourceType, resourceName, owner: '', description: '' }))];
}

function any(type: string, message: { finish(): Uint8Array }): Any {
  return { typeUrl: `type.googleapis.com/google.rpc.${type}`, value: Buffer.from(message.finish()) };
}
