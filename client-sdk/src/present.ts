import { InternalError } from './errors.js';

/**
 * Returns a message that the contract says is always there.
 * @throws InternalError when the engine left it out: a made-up default would be worse.
 */
export function present<T>(value: T | undefined, field: string): T {
  if (value !== undefined) return value;
  throw new InternalError(`The engine's answer lacks "${field}".`, { code: 'INTERNAL', reason: 'ANSWER_INCOMPLETE' });
}
