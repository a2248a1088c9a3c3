import { pino } from 'pino';

/** The log: one JSON object a line on standard error. Script text is never given to it. */
export type Log = pino.Logger;

/** Bytes that are written at once: a write a line costs as much as all else that a small call does. */
const WRITTEN_TOGETHER = 4096;

/** Longest time that a line waits for others, in milliseconds. */
const LONGEST_WAIT_MS = 100;

/** Opens the log. Lines are written a little later, together; what waits is written when the process ends. */
export function createLog(level: string): Log {
  return pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    pino.destination({ dest: 2, sync: false, minLength: WRITTEN_TOGETHER, periodicFlush: LONGEST_WAIT_MS }),
  );
}
