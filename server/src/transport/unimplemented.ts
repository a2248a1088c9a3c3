import type {
  handleUnaryCall,
  ServerUnaryCall,
  ServiceDefinition,
  sendUnaryData,
  UntypedServiceImplementation,
} from '@grpc/grpc-js';
import { EngineError } from '../domain/errors.js';
import { toFailure } from './status.js';

/**
 * Handlers for the functions of a service that this version does not have: each answers UNIMPLEMENTED with its reason,
 * whatever its kind.
 */
export function unimplemented(service: ServiceDefinition): UntypedServiceImplementation {
  return Object.fromEntries(
    Object.keys(service).map((method) => [method, refuse as handleUnaryCall<unknown, unknown>]),
  );
}

/** A unary handler gets a callback; a streaming one only the call, which fails by an event. */
function refuse(call: ServerUnaryCall<unknown, unknown>, callback?: sendUnaryData<unknown>): void {
  const { status } = toFailure(new EngineError('NOT_IMPLEMENTED'));
  if (callback) callback(status);
  else call.emit('error', status);
}
