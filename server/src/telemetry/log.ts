import { pino } from 'pino';

/** The log: one JSON object a line on standard error. Script text is never given to it. */
export type Log = pino.Logger;

/** Opens the log. */
export function createLog(level: string): Log {
  return pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    pino.destination({ dest: 2, sync: true }),
  );
}
