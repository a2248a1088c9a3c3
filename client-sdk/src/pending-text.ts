import { defaultMaxListeners, getMaxListeners, setMaxListeners } from 'node:events';
import { DeadlineError } from './errors.js';
import type { TextOutputs } from './gen/guionix/ml/v1/inference.js';
import { STREAM_METHOD } from './text-failure.js';
import type { TextSource } from './text-source.js';
import { toCancellation } from './to-error.js';

/** Longest delay a Node timer takes; a longer one would fire at once. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** Until when a text is waited for. */
export interface PendingLimits {
  readonly signal?: AbortSignal | undefined;
  /** In milliseconds from now; `Infinity` for ever. */
  readonly deadlineMs: number;
}

/** A text that waits for its answer, until it is answered, aborted or late. */
export class PendingText {
  /** Its answer. */
  readonly outputs: Promise<TextOutputs>;
  /** When it is late, on the clock of `performance.now()`. */
  readonly deadlineAt: number;
  /** How often it was sent. */
  tries = 0;
  private settlers: { resolve(outputs: TextOutputs): void; reject(error: unknown): void } | undefined;
  private readonly timer: NodeJS.Timeout | undefined;
  private readonly signal: AbortSignal | undefined;

  /** `onSettled` is called once, when nobody waits any more. */
  constructor(
    readonly source: TextSource,
    { signal, deadlineMs }: PendingLimits,
    private readonly onSettled: (text: PendingText) => void,
  ) {
    this.outputs = new Promise((resolve, reject) => {
      this.settlers = { resolve, reject };
    });
    this.deadlineAt = performance.now() + deadlineMs;
    if (deadlineMs <= MAX_TIMER_MS) this.timer = setTimeout(() => this.reject(late(deadlineMs)), deadlineMs);
    this.signal = signal;
    if (signal) listen(signal, this.abort);
  }

  /** Whether nobody waits for it any more. */
  get settled(): boolean {
    return this.settlers === undefined;
  }

  resolve(outputs: TextOutputs): void {
    this.settle()?.resolve(outputs);
  }

  reject(error: unknown): void {
    this.settle()?.reject(error);
  }

  private settle() {
    const { settlers } = this;
    if (settlers === undefined) return undefined;
    this.settlers = undefined;
    clearTimeout(this.timer);
    this.signal?.removeEventListener('abort', this.abort);
    this.onSettled(this);
    return settlers;
  }

  private readonly abort = (): void => this.reject(toCancellation(this.signal, STREAM_METHOD));
}

/** One signal for many texts is no leak: each listens until it is answered. */
function listen(signal: AbortSignal, abort: () => void): void {
  if (getMaxListeners(signal) === defaultMaxListeners) setMaxListeners(0, signal);
  signal.addEventListener('abort', abort, { once: true });
}

function late(deadlineMs: number): DeadlineError {
  const message = `The text took longer than its deadline of ${deadlineMs} ms.`;
  return new DeadlineError(message, { code: 'DEADLINE_EXCEEDED', method: STREAM_METHOD });
}
