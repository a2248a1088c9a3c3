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

function logFailure(log: Log, call: { path: string; ms: number }, { error, incident }: Failure): void {
  const fields = { ...call, reason: error.reason, ...(incident && { incident }) };
  if (error.status === 'INTERNAL' || error.status === 'UNAVAILABLE') {
    log.error({ ...fields, cause: describeCause(error.details.cause) }, 'call failed');
  } else {
    log.info(fields, 'call refused');
  }
}

/** Where a fault came from without its message: messages of foreign errors may quote their input, the script. */
export function describeCause(cause: unknown): { readonly kind: string; readonly at: readonly string[] } {
  const stack = cause instanceof Error ? (cause.stack ?? '') : typeof cause === 'string' ? cause : '';
  const code = (cause as { code?: unknown } | undefined)?.code;
  const name = cause instanceof Error ? cause.constructor.name : typeof cause;
  return {
    kind: typeof code === 'string' ? `${name} ${code}` : name,
    at: stack
      .split('\n')
      .filter((line) => /^\s+at /.test(line))
      .map((line) => line.trim()),
  };
}
