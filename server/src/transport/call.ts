import { type EventEmitter, once, setMaxListeners } from 'node:events';
import type {
  handleBidiStreamingCall,
  handleClientStreamingCall,
  handleServerStreamingCall,
  handleUnaryCall,
  ServerDuplexStream,
  ServerReadableStream,
  ServerUnaryCall,
  ServerWritableStream,
} from '@grpc/grpc-js';
import { EngineError } from '../domain/errors.js';
import type { Log } from '../telemetry/log.js';
import { logCall } from './call-log.js';
import { type Failure, toFailure } from './status.js';

type AnyCall =
  | ServerUnaryCall<unknown, unknown>
  | ServerReadableStream<unknown, unknown>
  | ServerWritableStream<unknown, unknown>
  | ServerDuplexStream<unknown, unknown>;

/** What a handler knows of its call. */
export interface CallContext {
  /** Aborts when the caller cancels, goes away or the deadline passes. */
  readonly signal: AbortSignal;
  /** When the caller stops waiting, in milliseconds of `performance.now()`; left out when it waits for ever. */
  readonly deadline?: number;
}

/** Makes a unary handler of an async function. Anything it throws becomes a typed status. */
export function unary<Request, Response>(
  log: Log,
  handle: (request: Request, context: CallContext) => Promise<Response>,
): handleUnaryCall<Request, Response> {
  return (call, callback) => {
    const { context, finish } = begin(log, call);
    handle(call.request, context).then(
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
  handle: (request: Request, context: CallContext) => AsyncIterable<Response>,
): handleServerStreamingCall<Request, Response> {
  return (call) => {
    const { context, finish } = begin(log, call);
    write(call, handle(call.request, context), context.signal).then(
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
  handle: (requests: AsyncIterable<Request>, context: CallContext) => Promise<Response>,
): handleClientStreamingCall<Request, Response> {
  return (call, callback) => {
    const { context, finish } = begin(log, call);
    handle(call as AsyncIterable<Request>, context).then(
      (response) => {
        finish();
        callback(null, response);
      },
      (thrown: unknown) => callback(finish(toFailure(thrown))),
    );
  };
}

/**
 * Makes a bidirectional handler of an async generator over the messages: it ends the call by returning. A slow reader holds
 * the generator, a generator that does not ask holds the sender.
 */
export function bidiStream<Request, Response>(
  log: Log,
  handle: (requests: AsyncIterable<Request>, context: CallContext) => AsyncIterable<Response>,
): handleBidiStreamingCall<Request, Response> {
  return (call) => {
    const { context, finish } = begin(log, call);
    // Read in the usual way, the end of the messages would close the side of the answers too.
    const requests: AsyncIterable<Request> = call.iterator({ destroyOnReturn: false });
    write(call, handle(requests, context), context.signal).then(
      () => {
        finish();
        call.end();
      },
      (thrown: unknown) => call.emit('error', finish(toFailure(thrown))),
    );
  };
}

async function write<Response>(
  call: Pick<ServerWritableStream<unknown, Response>, 'write'> & EventEmitter,
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

/** What a handler knows of a call that begins, and what says how it ended. */
function begin(log: Log, call: AnyCall) {
  const end = logCall(log, call.getPath());
  const controller = new AbortController();
  // A stream has as many listeners as it has work under way: that is no leak.
  setMaxListeners(0, controller.signal);
  const abort = () => controller.abort(new EngineError(deadlinePassed(call) ? 'DEADLINE' : 'CANCELLED'));
  const emitter: EventEmitter = call;
  emitter.once('cancelled', abort);
  const finish = (failure?: Failure) => {
    // The library says `cancelled` of every call once it is over: an abort that nobody needs costs more than the rest.
    emitter.removeListener('cancelled', abort);
    return end(failure);
  };
  const left = Number(call.getDeadline()) - Date.now();
  const deadline = Number.isFinite(left) && { deadline: performance.now() + left };
  return { context: { signal: controller.signal, ...deadline } satisfies CallContext, finish };
}

function deadlinePassed(call: AnyCall): boolean {
  return Number(call.getDeadline()) <= Date.now();
}
