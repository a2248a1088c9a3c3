import { EngineError } from '../domain/errors.js';
import {
  InferenceServiceService,
  type StreamEmbedTextsRequest,
  type StreamEmbedTextsResponse,
  type TextInput,
} from '../gen/guionix/ml/v1/inference.js';
import type { Encoder } from '../inference/encoder.js';
import type { Log } from '../telemetry/log.js';
import type { EmbedJob, EmbedTexts } from '../usecase/embed-texts.js';
import type { CallContext } from './call.js';
import { logFault } from './call-log.js';
import { Outbox } from './outbox.js';
import { toFailure } from './status.js';
import {
  checkText,
  fromEmbedOptions,
  fromHeads,
  fromText,
  toTextFailure,
  toTextOutputs,
  toTiming,
} from './wire/inference.js';

/** Texts of a stream that may wait for their answer to be sent; then the stream is not read until some are. */
const MOST_UNANSWERED = 1024;

/** Characters from which texts are queued without waiting for more: a few batches, far less than the queue holds. */
const GROUP_CHARACTERS = 64_000;

const { path } = InferenceServiceService.streamEmbedTexts;

type Event = NonNullable<StreamEmbedTextsResponse['event']>;

/** What answers them, and what faults are logged to. */
interface EmbedStreamParts {
  readonly embed: EmbedTexts;
  readonly log: Log;
}

/**
 * Answers the texts of a stream, each as it is ready. Texts that arrive together are queued together, so that many small
 * messages cost little more than one list. A text that fails is answered and the stream goes on.
 */
export function embedStream(
  parts: EmbedStreamParts,
  messages: AsyncIterable<StreamEmbedTextsRequest>,
  context: CallContext,
): AsyncIterable<StreamEmbedTextsResponse> {
  const stream = new EmbedStream(parts, context);
  void stream.read(messages);
  return stream.answers;
}

class EmbedStream {
  readonly answers = new Outbox<StreamEmbedTextsResponse>();
  private readonly startedAt = performance.now();
  private options: ReturnType<typeof fromEmbedOptions>;
  private heads = fromHeads(undefined);
  /** Valid texts that arrived in this turn of the event loop, and their length. */
  private group: TextInput[] = [];
  private characters = 0;
  private readonly computing = new Set<Promise<void>>();
  /** Ids of the texts in flight. */
  private readonly ids = new Set<number>();
  private encoder: Encoder | undefined;
  private readonly spent = { queueMs: 0, computeMs: 0, cached: 0, computed: 0 };

  constructor(
    private readonly parts: EmbedStreamParts,
    private readonly context: CallContext,
  ) {
    this.options = fromEmbedOptions(undefined, context);
    const { signal } = context;
    signal.addEventListener('abort', () => this.answers.close(signal.reason), { once: true });
  }

  /** Reads the stream to its end. What cannot be read ends it. Never rejects. */
  async read(messages: AsyncIterable<StreamEmbedTextsRequest>): Promise<void> {
    try {
      for await (const { message } of messages) {
        this.take(message);
        while (this.ids.size + this.answers.size >= MOST_UNANSWERED) await this.room();
      }
      this.flush();
      await Promise.all(this.computing);
      this.answer(this.completed());
      this.answers.close();
    } catch (error) {
      this.answers.close(error);
    }
  }

  private take(message: StreamEmbedTextsRequest['message']): void {
    if (message?.$case === 'text') this.accept(message.value);
    else if (message?.$case === 'options') {
      this.flush();
      this.heads = fromHeads(message.value);
      this.options = fromEmbedOptions(message.value, this.context);
    } else throw invalid('message', 'It is empty; send options or a text.');
  }

  private accept(input: TextInput): void {
    try {
      if (this.ids.has(input.id)) throw invalid('text.id', `The id ${input.id} is in flight on this stream.`);
      checkText(input, 'text');
    } catch (error) {
      this.answer({ $case: 'failure', value: toTextFailure(input.id, toFailure(error)) });
      return;
    }
    this.ids.add(input.id);
    this.group.push(input);
    this.characters += input.text.length;
    if (this.characters >= GROUP_CHARACTERS) this.flush();
    else if (this.group.length === 1) setImmediate(() => this.flush());
  }

  private flush(): void {
    if (this.group.length === 0) return;
    const computing = this.compute(this.group);
    this.computing.add(computing);
    void computing.then(() => this.computing.delete(computing));
    this.group = [];
    this.characters = 0;
  }

  /** Answers every text of a group. Never rejects. */
  private async compute(group: readonly TextInput[]): Promise<void> {
    const { heads, options } = this;
    try {
      const texts = group.map((input) => fromText(input));
      const job = await this.parts.embed.embed(texts, options);
      const answered = group.map(({ id }, i) =>
        job.texts[i]!.then(
          (text) => this.settle(id, { $case: 'outputs', value: toTextOutputs(id, text, job.encoder, heads) }),
          (error: unknown) => this.fail([id], error),
        ),
      );
      await Promise.all(answered);
      this.account(job);
    } catch (error) {
      this.fail(
        group.map(({ id }) => id),
        error,
      );
    }
  }

  /** Answers texts that share a failure. */
  private fail(ids: readonly number[], thrown: unknown): void {
    const failure = toFailure(thrown);
    logFault(this.parts.log, path, failure);
    for (const id of ids) this.settle(id, { $case: 'failure', value: toTextFailure(id, failure) });
  }

  private settle(id: number, event: Event): void {
    this.ids.delete(id);
    this.answer(event);
  }

  private answer(event: Event): void {
    this.answers.push({ event });
  }

  private async room(): Promise<void> {
    await this.answers.sent();
    this.context.signal.throwIfAborted();
  }

  private account({ encoder, texts, cached, queueMs, computeMs }: EmbedJob): void {
    this.encoder = encoder;
    this.spent.cached += cached;
    this.spent.computed += texts.length - cached;
    this.spent.queueMs += queueMs;
    this.spent.computeMs += computeMs;
  }

  private completed(): Event {
    const { cached, computed } = this.spent;
    const value = {
      model: this.encoder?.model,
      timing: toTiming(this.spent, this.startedAt),
      cache: { segmentHits: cached, segmentMisses: computed },
    };
    return { $case: 'completed', value };
  }
}

function invalid(field: string, description: string): EngineError {
  return new EngineError('FIELD_INVALID', undefined, { violations: [{ field, description }] });
}
