import { EngineError } from '../domain/errors.js';
import type { Script, ScriptSource } from '../domain/script.js';
import { requireSize } from './parse.js';
import { ParserThread, type ThreadOptions } from './parser-thread.js';

/** Settings of the parser. */
export interface ParserOptions extends ThreadOptions {
  /** Longest time one script may take, in milliseconds; the start of a thread does not count. */
  readonly timeoutMs: number;
}

/**
 * Reads scripts on a thread of its own, one after the other. A script that takes longer than the limit loses its thread
 * and is refused; the next one gets a new thread.
 */
export class Parser {
  private thread: ParserThread | undefined;
  private tail: Promise<void> = Promise.resolve();
  private closed = false;

  constructor(private readonly options: ParserOptions) {}

  /**
   * Reads a script; waits for those before it. An abort frees the caller at once; a script that still waits is not read.
   *
   * @throws EngineError naming what cannot be read, where; SCRIPT_TOO_LARGE; SCRIPT_TOO_SLOW past the time limit;
   * DRAINING after a close; the signal's reason when aborted.
   */
  async parse(source: ScriptSource, signal?: AbortSignal): Promise<Script> {
    if (this.closed) throw new EngineError('DRAINING');
    signal?.throwIfAborted();
    requireSize(source, this.options);
    const turn = this.tail.then(() => {
      signal?.throwIfAborted();
      return this.read(source);
    });
    // Not the script itself: the tail would keep the last one in memory.
    this.tail = turn.then(ignore, ignore);
    return signal ? untilAborted(turn, signal) : turn;
  }

  /** Ends the thread when the scripts that wait have been read; further ones are refused. */
  async close(): Promise<void> {
    this.closed = true;
    await this.tail;
    await this.thread?.end();
  }

  private async read(source: ScriptSource): Promise<Script> {
    if (!this.thread || this.thread.hasEnded) this.thread = await ParserThread.start(this.options);
    const reply = await this.thread.read(source, this.options.timeoutMs);
    if (reply.type === 'parsed') return reply.script;
    if (reply.type === 'refused') {
      throw new EngineError(reply.reason, reply.message, { violations: reply.violations });
    }
    throw new EngineError('INTERNAL', undefined, { cause: reply.message });
  }
}

function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const onAbort = () => reject(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}

const ignore = (): void => undefined;
