import { EngineError } from '../../domain/errors.js';
import type { Timing } from '../../gen/guionix/ml/v1/common.js';
import * as wire from '../../gen/guionix/ml/v1/inference.js';
import type { Encoder } from '../../inference/encoder.js';
import type { ModelInput } from '../../inference/models.js';
import type { EmbeddedText, EmbedOptions } from '../../usecase/embed-texts.js';
import type { CallContext } from '../call.js';
import type { Failure } from '../status.js';
import { fromPriority } from './enums.js';
import { toEmbedding } from './sentiment.js';

/** Waiting and computing, in milliseconds. */
interface Spent {
  readonly queueMs: number;
  readonly computeMs: number;
}

/** Most texts of a list. */
export const MOST_TEXTS = 1024;

/** Most characters (Unicode code points) of a text. */
const MOST_CHARACTERS = 20_000;

/** Most lines of context of a text. */
const MOST_CONTEXT = 16;

const { EncoderHead } = wire;

/** Outputs that a request asks for. */
export type Heads = ReadonlySet<wire.EncoderHead>;

/**
 * Outputs that are returned.
 *
 * @throws EngineError FIELD_INVALID for one that is not in the contract.
 */
export function fromHeads(options: wire.EmbedOptions | undefined): Heads {
  const heads = options?.heads ?? [];
  for (const [i, head] of heads.entries()) {
    if (head >= EncoderHead.EMBEDDING && head <= EncoderHead.VALENCE_AROUSAL) continue;
    throw invalid(`options.heads[${i}]`, `${head} is no head; use 1..4.`);
  }
  return new Set(heads.length > 0 ? heads : [EncoderHead.EMBEDDING]);
}

/** How the texts of a request are computed. */
export function fromEmbedOptions(options: wire.EmbedOptions | undefined, context: CallContext): EmbedOptions {
  const { modelVersion = '', priority = 0 } = options ?? {};
  return { ...context, priority: fromPriority(priority), ...(modelVersion && { version: modelVersion }) };
}

/**
 * Texts of a list.
 *
 * @throws EngineError FIELD_INVALID for no text, too many, or as {@link checkText}.
 */
export function fromTexts(texts: readonly wire.TextInput[]): ModelInput[] {
  if (texts.length === 0 || texts.length > MOST_TEXTS) {
    throw invalid('texts', `${texts.length} were given; send 1..${MOST_TEXTS}.`);
  }
  return texts.map((text, i) => {
    checkText(text, `texts[${i}]`);
    return fromText(text);
  });
}

/**
 * Checks a text; `field` is its path.
 *
 * @throws EngineError FIELD_INVALID for one that is empty or too long, or has too much context.
 */
export function checkText({ text, context }: wire.TextInput, field: string): void {
  if (text.length === 0) throw invalid(`${field}.text`, `It is empty; send 1..${MOST_CHARACTERS} characters.`);
  if (text.length > MOST_CHARACTERS) checkCharacters(text, `${field}.text`);
  if (context.length > MOST_CONTEXT) {
    throw invalid(`${field}.context`, `It has ${context.length} lines; send at most ${MOST_CONTEXT}.`);
  }
}

/** A text with what comes before it, if there is something. */
export function fromText({ text, context, speaker }: wire.TextInput): ModelInput {
  return context.length === 0 && speaker === '' ? text : { text, context, speaker };
}

/** Counts: a character outside the basic plane is two units of a string. */
function checkCharacters(text: string, field: string): void {
  let characters = 0;
  for (const _ of text) characters++;
  if (characters > MOST_CHARACTERS) {
    throw invalid(field, `It has ${characters} characters; send 1..${MOST_CHARACTERS}.`);
  }
}

function invalid(field: string, description: string): EngineError {
  return new EngineError('FIELD_INVALID', undefined, { violations: [{ field, description }] });
}

/** Outputs of one text on the wire. */
export function toTextOutputs(id: number, text: EmbeddedText, encoder: Encoder, heads: Heads): wire.TextOutputs {
  const { encoding, sentiment, truncated, cached } = text;
  const affect = heads.has(EncoderHead.VALENCE_AROUSAL);
  return {
    id,
    embedding: heads.has(EncoderHead.EMBEDDING) ? toEmbedding(encoding.embedding) : undefined,
    emotions: heads.has(EncoderHead.EMOTIONS) ? shares(encoder.emotions, encoding.emotion) : undefined,
    polarity: heads.has(EncoderHead.POLARITY) ? byLabel(encoder.polarities, encoding.polarity) : undefined,
    ...(affect && { valence: encoding.valence, arousal: encoding.arousal, sentiment }),
    tokenCount: encoding.tokens,
    truncated,
    cached,
  };
}

function byLabel<Label extends string>(labels: readonly Label[], values: Float32Array): Record<Label, number> {
  return Object.fromEntries(labels.map((label, i) => [label, values[i]!])) as Record<Label, number>;
}

/** Independent probabilities as shares that sum to 1. */
function shares<Label extends string>(labels: readonly Label[], values: Float32Array): Record<Label, number> {
  const sum = values.reduce((total, value) => total + value, 0) || 1;
  return byLabel(
    labels,
    values.map((value) => value / sum),
  );
}

/** A text that failed, as `google.rpc` details would say it in one line. */
export function toTextFailure(id: number, { error, incident }: Failure): wire.TextFailure {
  const { violations = [], retryAfterMs = 0 } = error.details;
  const details = violations.map(({ field, description }) => `${field}: ${description}`);
  return {
    id,
    reason: error.reason,
    message: [error.message, ...details, ...(incident ? [`Incident ${incident}.`] : [])].join(' '),
    retryAfterMs: Math.ceil(retryAfterMs),
  };
}

/** Where the time went; `startedAt` on the clock of `performance.now()`. */
export function toTiming({ queueMs, computeMs }: Spent, startedAt: number): Timing {
  return { parseMs: 0, queueMs, inferenceMs: computeMs, insightMs: 0, totalMs: performance.now() - startedAt };
}
