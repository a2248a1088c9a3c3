import type { StreamEmbedTextsRequest, TextInput, TextStream } from '../src/index.js';
import { connect } from './engine.js';

/** Tries that follow each other at once. */
export const quick = { retry: { baseDelayMs: 5, maxDelayMs: 10 } };
/** An event that answers a text. */
export type Answer =
  | { readonly $case: 'outputs'; readonly value: object }
  | { readonly $case: 'failure'; readonly value: object };

/** Outputs of a text; it has as many tokens as letters. */
export const outputs = ({ id, text }: TextInput): Answer => ({
  $case: 'outputs',
  value: { id, tokenCount: text.length },
});
/** Failure of a text. */
export const failure = ({ id }: TextInput, reason: string, retryAfterMs = 0): Answer => ({
  $case: 'failure',
  value: { id, reason, message: `no: ${reason}`, retryAfterMs },
});

/** An engine whose stream answers each text with what `answer` says of it, the calls it got and their texts. */
export async function connectStream(
  answer: (text: TextInput, call: number) => Answer | undefined | Promise<Answer>,
  options: object = quick,
) {
  const calls: { messages: StreamEmbedTextsRequest['message'][]; ended: boolean }[] = [];
  const client = await connect(
    {
      inference: {
        async *streamEmbedTexts(requests) {
          const call = { messages: [] as StreamEmbedTextsRequest['message'][], ended: false };
          calls.push(call);
          const number = calls.length;
          for await (const { message } of requests) {
            call.messages.push(message);
            if (message?.$case !== 'text') continue;
            const event = await answer(message.value, number);
            if (event) yield { event };
          }
          call.ended = true;
          yield { event: { $case: 'completed', value: {} } };
        },
      },
    },
    options,
  );
  const texts = () =>
    calls.flatMap(({ messages }) => messages.flatMap((one) => (one?.$case === 'text' ? [one.value] : [])));
  return { client, calls, texts };
}

/** Sends a text over a stream and returns its tokens. */
export const tokens = async (stream: TextStream, text: string) => (await stream.embed(text)).tokenCount;
