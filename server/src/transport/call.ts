import { type EventEmitter, once } from 'node:events';
import type {
  handleClientStreamingCall,
  handleServerStreamingCall,
  handleUnaryCall,
  ServerReadableStream,
  ServerUnaryCall,
  ServerWritableStream,
} from '@grpc/grpc-js';
import { EngineError } from '../domain/errors.js';
import type { Log } from '../telemetry/log.js';
import { logCall } from './call-log.js';
import { toFailure } from './status.js';

type AnyCall =
  | ServerUnaryCall<unknown, unknown>
  | ServerReadableStream<unknown, unknown>
  | ServerWritableStream<unknown, unknown>;

/** Makes a unary handler of an async function. Anything it throws becomes a typed status; `signal` aborts with the call. */
export function unary<Request, Response>(
  log: Log,
  handle: (request: Request, signal: AbortSignal) => Promise<Response>,
): handleUnaryCall<Request, Response> {
  return (call, callback) => {
    const finish = logCall(log, call.getPath());
    handle(call.request, abortSignal(call)).then(
      (response) => {
        finish();
        callback(null, response);
      },
      (thrown: unknown) => callback(finish(toFailure(thrown))),
    );
  };
}

/** Makes a server-streaming handler of an async generator. A slow reader holds the generator, not the memory. */
export function serverStream<Request, Response>(
  log: Log,
  handle: (request: Request, signal: AbortSignal) => AsyncIterable<Response>,
): handleServerStreamingCall<Request, Response> {
  return (call) => {
    const finish = logCall(log, call.getPath());
    const signal = abortSignal(call);
    write(call, handle(call.request, signal), signal).then(
      () => {
        finish();
        call.end();
      },
      (thrown: unknown) => call.emit('error', finish(toFailure(thrown))),
    );
  };
}

/** Makes a client-streaming handler of an async function over the messages. */
export function clientStream<Request, Response>(
  log: Log,
  handle: (requests: AsyncIterable<Request>, signal: AbortSignal) => Promise<Response>,
): handleClientStreamingCall<Request, Response> {
  return (call, callback) => {
    const finish = logCall(log, call.getPath());
    handle(call as AsyncIterable<Request>, abortSignal(call)).then(
      (response) => {
        finish();
        callback(null, response);
      },
      (thrown: unknown) => callback(finish(toFailure(thrown))),
    );
  };
}

async function write<Response>(
  call: ServerWritableStream<unknown, Response>,
  responses: AsyncIterable<Response>,
  signal: AbortSignal,
): Promise<void> {
  for await (const response of responses) {
    signal.throwIfAborted();
    if (!call.write(response)) await drained(call, signal);
  }
}

/** Waits for a slow reader. An abort meanwhile fails with its reason, not with the error of the waiting. */
async function drained(call: EventEmitter, signal: AbortSignal): Promise<void> {
  try {
    await once(call, 'drain', { signal });
  } catch (error) {
    throw signal.aborted ? signal.reason : error;
  }
}

/** A signal that aborts when the caller cancels, goes away or the deadline passes. */
function abortSignal(call: AnyCall): AbortSignal {
  const controller = new AbortController();
  const reason = () => new EngineError(deadlinePassed(call) ? 'DEADLINE' : 'CANCELLED');
  const emitter: EventEmitter = call;
  emitter.once('cancelled', () => controller.abort(reason()));
  return controller.signal;
}

function deadlinePassed(call: AnyCall): boolean {
  return Number(call.getDeadline()) <= Date.now();
}
