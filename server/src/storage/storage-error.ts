import { DatabaseError } from 'pg';
import { EngineError } from '../domain/errors.js';

/** Milliseconds after which a database that restarts has usually come back. */
const RETRY_AFTER_MS = 1000;

/**
 * SQLSTATE classes and codes that pass by themselves: connection lost (08), out of resources (53), cancelled or
 * timed out, shut down or starting (57), rolled back for a concurrent transaction (40), lock not available (55P03);
 * and those of a database that is not there yet or refuses the login (28, 3D).
 */
const UNAVAILABLE = /^(08|28|3D|40|53|57|55P03)/;

/** Values that a column cannot hold: a NUL character in a text, a number out of range, an id too long to index. */
const UNSTORABLE = /^(22|54)/;
const UNSTORABLE_MESSAGE =
  'A field holds a value that cannot be stored: a NUL character, a number out of range or an id that is too long.';

/**
 * What a fault of the database or its connection means to a caller. The cause is stripped to codes, since the texts
 * of database errors quote the values of rows.
 */
export function toStorageError(error: unknown): EngineError {
  if (error instanceof EngineError) return error;
  if (!(error instanceof DatabaseError)) return unavailable(error);
  const cause = new Error(`SQLSTATE ${error.code} in ${error.table ?? error.routine ?? 'a statement'}`);
  const code = error.code ?? '';
  if (UNAVAILABLE.test(code)) return unavailable(cause);
  if (UNSTORABLE.test(code)) return new EngineError('FIELD_INVALID', UNSTORABLE_MESSAGE, { cause });
  return new EngineError('INTERNAL', undefined, { cause });
}

/** The database cannot be used now; the call can be retried. */
export function unavailable(cause: unknown, message?: string): EngineError {
  return new EngineError('STORAGE_UNAVAILABLE', message, { retryAfterMs: RETRY_AFTER_MS, cause });
}

/** Runs `work` with its faults turned into {@link EngineError}s. */
export async function withStorageErrors<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw toStorageError(error);
  }
}
