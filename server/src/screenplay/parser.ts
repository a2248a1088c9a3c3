import { Worker } from 'node:worker_threads';
import { workerEntry } from '../config/worker-url.js';
import { EngineError } from '../domain/errors.js';
import type { Script, ScriptSource } from '../domain/script.js';
import type { ParseLimits } from './parse.js';
import type { ParseReply } from './parse-worker.js';

/** Settings of the parser. */
export interface ParserOptions extends ParseLimits {
  /** Longest time one script may take, in milliseconds. */
  readonly timeoutMs: number;
}

/**
 * Reads scripts on a thread of its own, one after the other. A script that takes longer than the limit loses its thread
 * and is refused; the next one gets a new thread.
 */
export class Parser {
  private worker: Worker | undefined;
  private tail: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: ParserOptions) {}

  /**
   * Reads a script; waits for those before it.
   *
   * @throws EngineError naming what cannot be read, where; SCRIPT_TOO_LARGE; SCRIPT_TOO_SLOW past the time limit; the
   * signal's reason when aborted while waiting.
   */
  parse(source: ScriptSource, signal?: AbortSignal): Promise<Script> {
    const turn = this.tail.then(() => {
      signal?.throwIfAborted();
      return this.read(source);
    });
    this.tail = turn.catch(() => undefined);
    return turn;
  }

  /** Ends the thread. */
  async close(): Promise<void> {
    await this.tail;
    await this.worker?.terminate();
  }

  private async read(source: ScriptSource): Promise<Script> {
    this.refuseLarge(source);
    const reply = await this.exchange(source);
    if (reply.type === 'parsed') return reply.script;
    if (reply.type === 'refused') {
      throw new EngineError(reply.reason, reply.message, { violations: reply.violations });
    }
    throw new EngineError('INTERNAL', undefined, { cause: reply.message });
  }

  /** Before the copy to the thread: a huge file must not cost its size again. */
  private refuseLarge({ bytes, field = 'script.data' }: ScriptSource): void {
    if (bytes.length <= this.options.maxBytes) return;
    const description = `The script has ${bytes.length} bytes; at most ${this.options.maxBytes} are read.`;
    throw new EngineError('SCRIPT_TOO_LARGE', description, { violations: [{ field, description }] });
  }

  private exchange(source: ScriptSource): Promise<ParseReply> {
    this.worker ??= this.start();
    const worker = this.worker;
    return new Promise<ParseReply>((resolve, reject) => {
      const settle = (outcome: () => void) => {
        clearTimeout(timer);
        worker.off('error', onError).off('message', onReply);
        outcome();
      };
      const discard = (error: EngineError) => {
        this.worker = undefined;
        void worker.terminate();
        reject(error);
      };
      const onError = (cause: unknown) => settle(() => discard(new EngineError('INTERNAL', undefined, { cause })));
      const onReply = (reply: ParseReply) => settle(() => resolve(reply));
      const onTimeout = () => settle(() => discard(new EngineError('SCRIPT_TOO_SLOW')));
      const timer = setTimeout(onTimeout, this.options.timeoutMs);
      worker.on('error', onError).on('message', onReply);
      worker.postMessage(source);
    });
  }

  private start(): Worker {
    const { maxBytes } = this.options;
    const { url, execArgv } = workerEntry(import.meta.url, 'parse-worker');
    const worker = new Worker(url, { workerData: { maxBytes }, execArgv, name: 'parser' });
    // A library's late rejection can end the thread between two scripts; the next one then gets a new thread.
    worker.on('error', () => {
      if (this.worker === worker) this.worker = undefined;
    });
    return worker;
  }
}
