import {
  CancelledError,
  DeadlineError,
  InternalError,
  InvalidArgumentError,
  InvalidScriptError,
  OverloadedError,
  UnavailableError,
} from '@guionix/ml-client';
import { EngineError } from '../domain/errors.js';
import { toTerminalText } from '../report/terminal/text.js';

/** What the caller gave cannot be used: a file that cannot be read, an address that is none. */
export class InputError extends Error {
  override readonly name = 'InputError';
}

/** How a command ends: 0 done, 1 failed, 2 bad input, 3 engine unreachable or overloaded, 130 stopped by Ctrl-C. */
export type ExitCode = 0 | 1 | 2 | 3 | 130;

/** Exit code and the one line that says what went wrong, with the field, or the line of the script, where there is one. */
export function describeFailure(error: unknown): { readonly exitCode: ExitCode; readonly line: string } {
  const exitCode = exitCodeOf(error);
  const message = error instanceof Error ? error.message : String(error);
  // What the transport says of a server that does not answer means nothing without these words before it.
  const unreached =
    error instanceof UnavailableError && error.retryAfterMs === undefined ? 'the engine cannot be reached: ' : '';
  return { exitCode, line: toTerminalText(`guionix: ${unreached}${message}${describeDetails(error, message)}`) };
}

function exitCodeOf(error: unknown): ExitCode {
  if (error instanceof CancelledError) return 130;
  if (error instanceof InputError || error instanceof InvalidArgumentError) return 2;
  if (error instanceof EngineError) return error.status === 'INVALID_ARGUMENT' ? 2 : 1;
  const later = [UnavailableError, OverloadedError, DeadlineError];
  return later.some((kind) => error instanceof kind) ? 3 : 1;
}

function describeDetails(error: unknown, message: string): string {
  if (error instanceof InvalidScriptError) return describeScript(error.message, error.violations);
  if (error instanceof EngineError) return describeScript(error.message, error.details.violations ?? []);
  if (error instanceof InvalidArgumentError) {
    const news = error.violations.filter(({ description }) => description !== message);
    const fields = error.violations.map(({ field, description }) =>
      news.length > 0 ? `${field}: ${description}` : field,
    );
    return fields.length > 0 ? ` (${fields.join('; ')})` : '';
  }
  if ((error instanceof OverloadedError || error instanceof UnavailableError) && error.retryAfterMs !== undefined)
    return ` (try again in ${Math.ceil(error.retryAfterMs / 1000)} s)`;
  return error instanceof InternalError && error.incidentId ? ` (incident ${error.incidentId})` : '';
}

/** What a script's violations add to the message. Their field is not said: it is the file that the command names. */
function describeScript(message: string, violations: readonly { readonly description: string }[]): string {
  const clauses = violations.flatMap(({ description }) => description.split('; '));
  const news = clauses.filter((clause) => !message.includes(clause));
  return news.length > 0 ? ` (${news.join('; ')})` : '';
}
