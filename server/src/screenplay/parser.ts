import { Worker } from 'node:worker_threads';
import { EngineError } from '../domain/errors.js';
import type { Script, ScriptSource } from '../domain/script.js';
import type { ParseLimits, ParseReply } from './parse-worker.js';

/** Settings of the parser. */
export interface ParserOptions extends ParseLimits {
  /** Longest time one script may take, in milliseconds. */
  readonly timeoutMs: number;
}

/** A worker file as `new Worker` takes it. */
export interface WorkerFile {
  readonly url: URL;
  readonly execArgv: string[];
}

/**
 * Reads scripts on a thread of its own, one after the other. A script that takes longer than the limit loses its thread
 * and is refused; the next one gets a new thread.
 */
export class Parser {
  private worker: Worker | undefined;
  private tail: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly file: WorkerFile,
    private readonly options: ParserOptions,
  ) {}

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
  private refuseLarge({ bytes }: ScriptSource): void {
    if (bytes.length <= this.options.maxBytes) return;
    const description = `The script has ${bytes.length} bytes; at most ${this.options.maxBytes} are read.`;
    throw new EngineError('SCRIPT_TOO_LARGE', description, { violations: [{ field: 'script', description }] });
  }

  private exchange(source: ScriptSource): Promise<ParseReply> {
    this.worker ??= this.start();
    const worker = this.worker;
    return new Promise((resolve, reject) => {
      const discard = (error: EngineError) => {
        this.worker = undefined;
        worker.removeAllListeners();
        void worker.terminate();
        reject(error);
      };
      const timer = setTimeout(() => discard(new EngineError('SCRIPT_TOO_SLOW')), this.options.timeoutMs);
      worker.once('error', (cause) => {
        clearTimeout(timer);
        discard(new EngineError('INTERNAL', undefined, { cause }));
      });
      worker.once('message', (reply: ParseReply) => {
        clearTimeout(timer);
        worker.removeAllListeners();
        resolve(reply);
      });
      worker.postMessage(source);
    });
  }

  private start(): Worker {
    const { maxBytes } = this.options;
    return new Worker(this.file.url, { workerData: { maxBytes }, execArgv: this.file.execArgv, name: 'parser' });
  }
}
