import { UnavailableError } from './errors.js';
import type {
  EmbedOptions,
  StreamEmbedTextsRequest,
  StreamEmbedTextsResponse,
  TextOutputs,
} from './gen/guionix/ml/v1/inference.js';
import type { PendingText } from './pending-text.js';
import type { RawClients } from './raw.js';
import { STREAM_METHOD, toTextError } from './text-failure.js';
import { toTextInput } from './text-source.js';

/** Largest id on the wire. */
const MOST_ID = 2 ** 32 - 1;

/** Who is told what becomes of the texts of a call. */
export interface TextCallEvents {
  answered(text: PendingText, outputs: TextOutputs): void;
  failed(text: PendingText, error: unknown): void;
  /** The call takes no more texts. Called before its texts are said to have failed. */
  ended(): void;
}

/** One call of `StreamEmbedTexts`: texts go out as they come, answers come in by their ids. */
export class TextCall {
  /** Resolves when the call is over, however it ended. */
  readonly over: Promise<void>;
  private readonly inFlight = new Map<number, PendingText>();
  private unsent: StreamEmbedTextsRequest[] = [];
  private nextId = 0;
  private ending = false;
  private wake = (): void => undefined;

  constructor(
    raw: RawClients['inference'],
    options: Partial<EmbedOptions>,
    private readonly events: TextCallEvents,
  ) {
    // Whether a text is sent again is for each text to decide.
    this.over = this.receive(raw.streamEmbedTexts(this.requests(options), { deadlineMs: Infinity, retry: false }));
  }

  /** Texts that the engine has not answered. */
  get size(): number {
    return this.inFlight.size;
  }

  send(text: PendingText): void {
    while (this.inFlight.has(this.nextId)) this.advance();
    this.inFlight.set(this.nextId, text);
    this.unsent.push({ message: { $case: 'text', value: toTextInput(text.source, this.nextId) } });
    this.advance();
    this.wake();
  }

  /** Says that no text follows. */
  end(): void {
    this.ending = true;
    this.wake();
  }

  private advance(): void {
    this.nextId = this.nextId === MOST_ID ? 0 : this.nextId + 1;
  }

  private async *requests(options: Partial<EmbedOptions>) {
    yield { message: { $case: 'options' as const, value: options } };
    for (;;) {
      const requests = this.unsent;
      this.unsent = [];
      yield* requests;
      if (this.unsent.length > 0) continue;
      if (this.ending) return;
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
  }

  private async receive(responses: AsyncIterable<StreamEmbedTextsResponse>): Promise<void> {
    try {
      for await (const { event } of responses) this.dispatch(event);
      this.stop(new UnavailableError('The engine ended the stream.', { code: 'UNAVAILABLE', method: STREAM_METHOD }));
    } catch (error) {
      this.stop(error);
    }
  }

  private dispatch(event: StreamEmbedTextsResponse['event']): void {
    if (event?.$case !== 'outputs' && event?.$case !== 'failure') return;
    const text = this.inFlight.get(event.value.id);
    if (text === undefined) return;
    this.inFlight.delete(event.value.id);
    if (event.$case === 'outputs') this.events.answered(text, event.value);
    else this.events.failed(text, toTextError(event.value));
  }

  private stop(error: unknown): void {
    const texts = [...this.inFlight.values()];
    this.inFlight.clear();
    this.end();
    this.events.ended();
    for (const text of texts) this.events.failed(text, error);
  }
}
