import { SettingsError } from '../config/load.js';
import { EngineError } from '../domain/errors.js';

/** What to do about an address that cannot be listened on, by the code of the system's error. */
const UNBOUND: Readonly<Record<string, string>> = {
  EADDRINUSE: 'is in use by another program. Stop it, or choose another port with PORT.',
  EACCES: 'is not open to this user. Choose a port above 1023 with PORT.',
  EADDRNOTAVAIL: 'is not an address of this machine. Choose one with HOST.',
};

/** Why an engine could not start, for its operator; undefined for a fault, whose stack says more than a sentence. */
export function describeStartFailure(error: unknown): string | undefined {
  if (error instanceof SettingsError || error instanceof EngineError) return error.message;
  const [, code = '', address] = /listen (E[A-Z]+): .*?([^\s,\]]*:\d+)/.exec(String(error)) ?? [];
  return UNBOUND[code] && `${address} ${UNBOUND[code]}`;
}
