import type { CallOptions } from './call-options.js';
import { CancelledError } from './errors.js';
import type { EmbedOptions, TextOutputs } from './gen/guionix/ml/v1/inference.js';
import { type ClientSettings, positive } from './options.js';
import { PendingText } from './pending-text.js';
import type { RawClients } from './raw.js';
import { chooseDelay, isRetryable } from './retry.js';
import { TextCall } from './text-call.js';
import { STREAM_METHOD } from './text-failure.js';
import { type TextSource, toTextInput } from './text-source.js';
import { toCancellation } from './to-error.js';

/** Texts on the wire at once: enough to keep an engine busy, fewer than it reads ahead. The others wait here. */
const MOST_IN_FLIGHT = 512;

/** How long a call stays open when no text is in flight: an engine that wants to stop need not wait for it. */
const IDLE_MS = 5_000;

/** Many small texts over one call. */
export interface TextStream {
  /**
   * Computes a text; its answer does not wait for those of others. Any number may be under way: they share a call, which
   * is opened when it is needed. When the connection is lost or the engine is full, the text is sent again under the
   * client's retry policy; then it rejects with the error of its last try. The deadline is the text's own, the default
   * that of calls with one answer.
   */
  embed(text: TextSource, call?: CallOptions): Promise<TextOutputs>;
  /** Resolves when another text would be sent at once: who waits for it before each text does not pile them up. */
  ready(): Promise<void>;
  /** Takes no more texts; resolves when those under way are answered and the call is over. */
  close(): Promise<void>;
}

/** What a stream is made of. */
export interface TextStreamParts {
  readonly raw: RawClients['inference'];
  readonly settings: Pick<ClientSettings, 'deadlines' | 'retry'>;
  readonly options: Partial<EmbedOptions>;
}

/** Opens a stream; nothing is sent before the first text. */
export function openTextStream(parts: TextStreamParts): TextStream {
  return new SharedCall(parts);
}

class SharedCall implements TextStream {
  private call: TextCall | undefined;
  private closed = false;
  private idle: NodeJS.Timeout | undefined;
  /** Texts to be sent, in order. */
  private readonly waiting = new Set<PendingText>();
  /** Texts that somebody waits for: to be sent, on the wire, or waiting to be sent again. */
  private readonly pending = new Set<PendingText>();
  private readonly wakeReady: (() => void)[] = [];

  constructor(private readonly parts: TextStreamParts) {}

  async embed(source: TextSource, { signal, deadlineMs }: CallOptions = {}): Promise<TextOutputs> {
    // Before it is one of many: what cannot be sent must not fail the others.
    toTextInput(source, 0);
    const limitMs = positive('deadlineMs', deadlineMs ?? this.parts.settings.deadlines.unaryMs);
    if (this.closed) throw new CancelledError('The stream is closed.', { code: 'CANCELLED', method: STREAM_METHOD });
    if (signal?.aborted) throw toCancellation(signal, STREAM_METHOD);
    const text = new PendingText(source, { signal, deadlineMs: limitMs }, (settled) => this.forget(settled));
    this.pending.add(text);
    this.waiting.add(text);
    this.send();
    return text.outputs;
  }

  async ready(): Promise<void> {
    while (this.pending.size >= MOST_IN_FLIGHT) {
      await new Promise<void>((resolve) => {
        this.wakeReady.push(resolve);
      });
    }
  }

  async close(): Promise<void> {
    this.closed = true;
    await Promise.allSettled(Array.from(this.pending, ({ outputs }) => outputs));
    const { call } = this;
    this.endIdle();
    await call?.over;
  }

  private send(): void {
    for (const text of this.waiting) {
      this.call ??= this.openCall();
      if (this.call.size >= MOST_IN_FLIGHT) return;
      this.waiting.delete(text);
      text.tries += 1;
      this.call.send(text);
      clearTimeout(this.idle);
    }
  }

  private openCall(): TextCall {
    const { raw, options } = this.parts;
    const call: TextCall = new TextCall(raw, options, {
      answered: (text, outputs) => {
        text.resolve(outputs);
        this.goOn();
      },
      failed: (text, error) => {
        this.retry(text, error);
        this.goOn();
      },
      ended: () => {
        if (this.call === call) this.call = undefined;
      },
    });
    return call;
  }

  private goOn(): void {
    this.send();
    if (this.call?.size !== 0) return;
    clearTimeout(this.idle);
    this.idle = setTimeout(() => this.endIdle(), IDLE_MS).unref();
  }

  private endIdle(): void {
    clearTimeout(this.idle);
    this.call?.end();
    this.call = undefined;
  }

  private retry(text: PendingText, error: unknown): void {
    if (text.settled) return;
    const delayMs = this.delayOf(text, error);
    if (delayMs === undefined || performance.now() + delayMs >= text.deadlineAt) {
      text.reject(error);
      return;
    }
    setTimeout(() => {
      if (text.settled) return;
      this.waiting.add(text);
      this.send();
    }, delayMs);
  }

  /** Milliseconds until the next try of a text; `undefined` when there is none. */
  private delayOf({ tries }: PendingText, error: unknown): number | undefined {
    const { retry } = this.parts.settings;
    if (tries >= retry.maxAttempts || !isRetryable(error, true)) return undefined;
    return chooseDelay(retry, tries, error.retryAfterMs);
  }

  private forget(text: PendingText): void {
    this.pending.delete(text);
    this.waiting.delete(text);
    // Each that is woken sends a text, or nobody does.
    for (const wake of this.wakeReady.splice(0, this.pending.size > 0 ? 1 : Number.POSITIVE_INFINITY)) wake();
  }
}
