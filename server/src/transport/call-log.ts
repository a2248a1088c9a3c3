import type { Log } from '../telemetry/log.js';
import type { Failure } from './status.js';

/** Logs one call when it ends: path, time, reason of failure. Never what was said in it. */
export function logCall(log: Log, path: string): (failure?: Failure) => Failure['status'] {
  const started = performance.now();
  return (failure) => {
    const ms = Math.round(performance.now() - started);
    if (failure === undefined) log.info({ path, ms }, 'call');
    else logFailure(log, { path, ms }, failure);
    return failure?.status ?? { code: 0, details: '' };
  };
}

/** Logs a failure inside a call that goes on, once; what is no fault of the engine is told to the caller alone. */
export function logFault(log: Log, path: string, failure: Failure): void {
  if (isFault(failure)) logFailure(log, { path }, failure);
}

function logFailure(log: Log, call: { path: string; ms?: number }, failure: Failure): void {
  const { error, incident } = failure;
  const fields = { ...call, reason: error.reason, ...(incident && { incident }) };
  if (isFault(failure)) log.error({ ...fields, cause: describeCause(error.details.cause) }, 'call failed');
  else log.info(fields, 'call refused');
}

function isFault({ error }: Failure): boolean {
  return error.status === 'INTERNAL' || error.status === 'UNAVAILABLE';
}

/** A stack frame as V8 writes it: a place in a file with line and column, or a place in no file. */
const FRAME =
  /^ {4}at (?:.+ \((?:<anonymous>|index \d+)\)|(?:.+ \()?(?:async )?(?:file:|node:|\/|[A-Za-z]:\\).*:\d+:\d+\)?)$/;

/** Where a fault came from without its message: messages of foreign errors may quote their input, the script. */
export function describeCause(cause: unknown): { readonly kind: string; readonly at: readonly string[] } {
  const code = (cause as { code?: unknown } | null | undefined)?.code;
  const name = cause instanceof Error ? cause.constructor.name : typeof cause;
  return {
    kind: typeof code === 'string' && /^[A-Z0-9_]+$/.test(code) ? `${name} ${code}` : name,
    at: framesOf(cause).map((frame) => frame.trim()),
  };
}

/** The frames that end a stack. What stands before them is the message, whatever its lines look like. */
function framesOf(cause: unknown): string[] {
  const { message, stack } = cause instanceof Error ? cause : { message: '', stack: cause };
  if (typeof stack !== 'string') return [];
  const lines = stack.slice(stack.indexOf(message) + message.length).split('\n');
  return lines.slice(lines.findLastIndex((line) => !FRAME.test(line)) + 1);
}
