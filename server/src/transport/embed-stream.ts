import { EngineError } from '../domain/errors.js';
import type {
  EmbedOptions,
  StreamEmbedTextsRequest,
  StreamEmbedTextsResponse,
  TextFailure,
  TextInput,
} from '../gen/guionix/ml/v1/inference.js';
import type { Encoder } from '../inference/encoder.js';
import type { EmbedTexts } from '../usecase/embed-texts.js';
import type { CallContext } from './call.js';
import { toFailure } from './status.js';
import { fromEmbedOptions, fromHeads, fromText, type Heads, toTextOutputs } from './wire/inference.js';

/** Texts of one stream that may wait for their answer; then the stream is not read until some are answered. */
const MOST_UNANSWERED = 1024;

/** A text that can be computed. */
interface Accepted {
  readonly id: number;
  readonly text: string;
}

/**
 * Answers the texts of a stream, each as it is ready. Texts that arrive together are queued together, so that many small
 * messages cost little more than one list. A text that fails is answered and the stream goes on.
 */
export async function* embedStream(
  embed: EmbedTexts,
  messages: AsyncIterable<StreamEmbedTextsRequest>,
  context: CallContext,
): AsyncGenerator<StreamEmbedTextsResponse, void, undefined> {
  const stream = new TextStream(embed, context);
  const reading = stream.readAll(messages);
  yield* stream.answers();
  await reading;
  yield stream.account();
}

class TextStream {
  private readonly startedAt = performance.now();
  private options: EmbedOptions | undefined;
  private heads: Heads = fromHeads(undefined);
  private gathered: Accepted[] = [];
  private readonly unanswered = new Set<number>();
  private ready: StreamEmbedTextsResponse[] = [];
  private ended = false;
  private failed: unknown;
  private encoder: Encoder | undefined;
  private queueMs = 0;
  private computeMs = 0;
  private cached = 0;
  private computed = 0;
  /** Wakes who waits for an answer, and who waits for room. */
  private onAnswer: () => void = () => undefined;
  private onRoom: () => void = () => undefined;

  constructor(
    private readonly embed: EmbedTexts,
    private readonly context: CallContext,
  ) {
    context.signal.addEventListener('abort', () => this.end(context.signal.reason), { once: true });
  }

  /** Reads the stream to its end; what cannot be read ends it. */
  async readAll(messages: AsyncIterable<StreamEmbedTextsRequest>): Promise<void> {
    try {
      for await (const { message } of messages) {
        if (message?.$case === 'options') this.configure(message.value);
        else if (message?.$case === 'text') this.accept(message.value);
        else throw new EngineError('FIELD_INVALID', 'A message holds neither options nor a text.');
        while (this.unanswered.size >= MOST_UNANSWERED) await this.room();
      }
      this.flush();
      this.end(undefined);
    } catch (error) {
      this.end(error);
    }
  }

  /** Answers in the order they are ready, until every text is answered. */
  async *answers(): AsyncGenerator<StreamEmbedTextsResponse, void, undefined> {
    for (;;) {
      const ready = this.ready;
      this.ready = [];
      yield* ready;
      if (this.failed !== undefined) throw this.failed;
      if (this.ready.length > 0) continue;
      if (this.ended && this.unanswered.size === 0) return;
      await new Promise<void>((resolve) => {
        this.onAnswer = resolve;
      });
    }
  }

  /** What the stream cost. */
  account(): StreamEmbedTextsResponse {
    const timing = {
      parseMs: 0,
      queueMs: this.queueMs,
      inferenceMs: this.computeMs,
      insightMs: 0,
      totalMs: performance.now() - this.startedAt,
    };
    const cache = { segmentHits: this.cached, segmentMisses: this.computed };
    return { event: { $case: 'completed', value: { model: this.encoder?.model, timing, cache } } };
  }

  private configure(options: EmbedOptions): void {
    this.flush();
    this.heads = fromHeads(options);
    this.options = options;
  }

  private accept(input: TextInput): void {
    const { id } = input;
    try {
      if (this.unanswered.has(id)) throw new EngineError('FIELD_INVALID', `The id ${id} is in flight on this stream.`);
      this.gathered.push({ id, text: fromText(input, 'text') });
    } catch (error) {
      this.answer(failureOf(id, error));
      return;
    }
    this.unanswered.add(id);
    if (this.gathered.length === 1) setImmediate(() => this.flush());
  }

  private flush(): void {
    const gathered = this.gathered;
    if (gathered.length === 0) return;
    this.gathered = [];
    void this.compute(gathered, this.options, this.heads);
  }

  private async compute(texts: readonly Accepted[], options: EmbedOptions | undefined, heads: Heads): Promise<void> {
    try {
      const plain = texts.map(({ text }) => text);
      const job = await this.embed.embed(plain, fromEmbedOptions(options, this.context));
      this.encoder = job.encoder;
      this.cached += job.cached;
      this.computed += texts.length - job.cached;
      const done = texts.map(({ id }, i) =>
        job.texts[i]!.then(
          (text) => this.settle(id, { $case: 'outputs', value: toTextOutputs(id, text, job.encoder, heads) }),
          (error: unknown) => this.settle(id, { $case: 'failure', value: toTextFailure(id, error) }),
        ),
      );
      await Promise.all(done);
      this.queueMs += job.queueMs;
      this.computeMs += job.computeMs;
    } catch (error) {
      for (const { id } of texts) this.settle(id, { $case: 'failure', value: toTextFailure(id, error) });
    }
  }

  private settle(id: number, event: NonNullable<StreamEmbedTextsResponse['event']>): void {
    this.unanswered.delete(id);
    this.answer({ event });
    this.onRoom();
  }

  private answer(response: StreamEmbedTextsResponse): void {
    this.ready.push(response);
    this.onAnswer();
  }

  private room(): Promise<void> {
    return new Promise((resolve) => {
      this.onRoom = resolve;
    });
  }

  private end(failure: unknown): void {
    this.ended = true;
    this.failed ??= failure;
    this.onAnswer();
    this.onRoom();
  }
}

function failureOf(id: number, error: unknown): StreamEmbedTextsResponse {
  return { event: { $case: 'failure', value: toTextFailure(id, error) } };
}

function toTextFailure(id: number, thrown: unknown): TextFailure {
  const { error } = toFailure(thrown);
  const { violations = [], retryAfterMs = 0 } = error.details;
  const details = violations.map(({ field, description }) => `${field}: ${description}`);
  return {
    id,
    reason: error.reason,
    message: [error.message, ...details].join(' '),
    retryAfterMs: Math.ceil(retryAfterMs),
  };
}
