/**
 * The thread that scripts are read on, seen from outside: started, given one script at a time, ended.
 */
import { Worker } from 'node:worker_threads';
import { disableRuntimeTelemetry } from '../config/runtime-telemetry.js';
import { workerEntry } from '../config/worker-url.js';
import { EngineError } from '../domain/errors.js';
import type { ScriptSource } from '../domain/script.js';
import type { ParseLimits } from './parse.js';
import type { ParseReply, ParserReady, ParserThreadData } from './parse-worker.js';
import { RunGate } from './run-gate.js';

/** Time that a thread has to load its code, in milliseconds. */
const START_MS = 30_000;

/** What a thread needs. */
export interface ThreadOptions extends ParseLimits {
  /** Folders in which the line classifier is looked for. */
  readonly models: readonly string[];
}

interface Waiting {
  readonly resolve: (message: ParseReply | ParserReady) => void;
  readonly reject: (error: EngineError) => void;
}

/** One thread. It may end by itself (a fault of a library, no memory left); nothing can be read on it then. */
export class ParserThread {
  readonly #worker: Worker;
  readonly #gate = RunGate.create();
  #waiting: Waiting | undefined;
  #ended = false;

  private constructor({ maxBytes, models }: ThreadOptions) {
    // The native library reads the environment of the process, of which the thread has a copy.
    disableRuntimeTelemetry();
    const { url, execArgv } = workerEntry(import.meta.url, 'parse-worker');
    const workerData: ParserThreadData = { maxBytes, models, gate: this.#gate.memory };
    this.#worker = new Worker(url, { workerData, execArgv, name: 'parser' });
    this.#worker.on('message', (message) => this.#take()?.resolve(message));
    this.#worker.on('error', (cause) => this.#fail(new EngineError('INTERNAL', undefined, { cause })));
    this.#worker.on('exit', (code) => {
      this.#fail(new EngineError('INTERNAL', undefined, { cause: `The parser's thread ended with code ${code}.` }));
    });
  }

  /**
   * Starts a thread and waits until it can read.
   *
   * @throws EngineError MODEL_MISSING or MODEL_CORRUPT for its classifier, INTERNAL when it does not come up.
   */
  static async start(options: ThreadOptions): Promise<ParserThread> {
    const thread = new ParserThread(options);
    const late = new EngineError('INTERNAL', undefined, { cause: "The parser's thread does not start." });
    const first = await thread.#next(START_MS, late);
    if (first.type === 'ready') return thread;
    await thread.end();
    if (first.type === 'refused') throw new EngineError(first.reason, first.message);
    throw late;
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

  /** Ends the thread, whatever it is doing; a run of the classifier, some milliseconds, is waited for. */
  async end(): Promise<void> {
    this.#ended = true;
    await this.#gate.shut();
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
