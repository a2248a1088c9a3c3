/**
 * The thread that scripts are read on, seen from outside: started, given one script at a time, ended.
 */
import { Worker } from 'node:worker_threads';
import { workerEntry } from '../config/worker-url.js';
import { EngineError } from '../domain/errors.js';
import type { ScriptSource } from '../domain/script.js';
import type { ParseLimits } from './parse.js';
import type { ParseReply, ParserReady } from './parse-worker.js';

/** Time that a thread has to load its code, in milliseconds. */
const START_MS = 30_000;

interface Waiting {
  readonly resolve: (message: ParseReply | ParserReady) => void;
  readonly reject: (error: EngineError) => void;
}

/** One thread. It may end by itself (a fault of a library, no memory left); nothing can be read on it then. */
export class ParserThread {
  readonly #worker: Worker;
  #waiting: Waiting | undefined;
  #ended = false;

  private constructor({ maxBytes }: ParseLimits) {
    const { url, execArgv } = workerEntry(import.meta.url, 'parse-worker');
    this.#worker = new Worker(url, { workerData: { maxBytes }, execArgv, name: 'parser' });
    this.#worker.on('message', (message) => this.#take()?.resolve(message));
    this.#worker.on('error', (cause) => this.#fail(new EngineError('INTERNAL', undefined, { cause })));
    this.#worker.on('exit', (code) => {
      this.#fail(new EngineError('INTERNAL', undefined, { cause: `The parser's thread ended with code ${code}.` }));
    });
  }

  /**
   * Starts a thread and waits until it can read.
   *
   * @throws EngineError INTERNAL when it does not come up.
   */
  static async start(limits: ParseLimits): Promise<ParserThread> {
    const thread = new ParserThread(limits);
    const late = new EngineError('INTERNAL', undefined, { cause: "The parser's thread does not start." });
    await thread.#next(START_MS, late);
    return thread;
  }

  /** True when the thread is gone; another one is needed. */
  get hasEnded(): boolean {
    return this.#ended;
  }

  /**
   * Reads a script. Only one at a time.
   *
   * @throws EngineError SCRIPT_TOO_SLOW past the limit, which ends the thread; INTERNAL when the thread ends by itself.
   */
  read(source: ScriptSource, timeoutMs: number): Promise<ParseReply> {
    const reply = this.#next(timeoutMs, new EngineError('SCRIPT_TOO_SLOW'));
    this.#worker.postMessage(source);
    return reply as Promise<ParseReply>;
  }

  /** Ends the thread, whatever it is doing. */
  async end(): Promise<void> {
    this.#ended = true;
    await this.#worker.terminate();
  }

  /** The thread's next message; without one in time the thread is ended and `late` thrown. */
  #next(timeoutMs: number, late: EngineError): Promise<ParseReply | ParserReady> {
    const message = new Promise<ParseReply | ParserReady>((resolve, reject) => {
      this.#waiting = { resolve, reject };
    });
    const timer = setTimeout(() => this.#fail(late), timeoutMs);
    return message.finally(() => clearTimeout(timer));
  }

  #fail(error: EngineError): void {
    this.#take()?.reject(error);
    if (!this.#ended) void this.end();
  }

  #take(): Waiting | undefined {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    return waiting;
  }
}
