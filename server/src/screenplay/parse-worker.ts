/** Entry of the parser's thread: reads one script a message, so that no script can hold up the event loop. */
import { parentPort, workerData } from 'node:worker_threads';
import { EngineError, type ErrorReason, type FieldViolation } from '../domain/errors.js';
import type { Script, ScriptSource } from '../domain/script.js';
import { type ParseLimits, parseScript } from './parse.js';

/** First message of the parser's thread: its code is loaded. */
export interface ParserReady {
  readonly type: 'ready';
}

/** Answer of the parser's thread to a script. */
export type ParseReply =
  | { readonly type: 'parsed'; readonly script: Script }
  | {
      readonly type: 'refused';
      readonly reason: ErrorReason;
      readonly message: string;
      readonly violations: readonly FieldViolation[];
    }
  | { readonly type: 'failed'; readonly message: string };

const port = parentPort!;
const limits = workerData as ParseLimits;

async function read(source: ScriptSource): Promise<ParseReply> {
  try {
    return { type: 'parsed', script: await parseScript(source, limits) };
  } catch (error) {
    if (error instanceof EngineError) {
      return {
        type: 'refused',
        reason: error.reason,
        message: error.message,
        violations: error.details.violations ?? [],
      };
    }
    return { type: 'failed', message: String(error instanceof Error ? error.stack : error) };
  }
}

port.on('message', (source: ScriptSource) => {
  void read(source).then((reply) => port.postMessage(reply));
});
port.postMessage({ type: 'ready' } satisfies ParserReady);
