import { EngineError } from '../../domain/errors.js';
import * as wire from '../../gen/guionix/ml/v1/inference.js';
import type { Encoder } from '../../inference/encoder.js';
import type { EmbeddedText, EmbedOptions } from '../../usecase/embed-texts.js';
import type { CallContext } from '../call.js';
import { fromPriority } from './enums.js';
import { toEmbedding } from './sentiment.js';

/** Most texts of a list. */
export const MOST_TEXTS = 1024;

/** Most UTF-16 code units of a text. */
const MOST_CHARACTERS = 20_000;

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
 * @throws EngineError FIELD_INVALID for no text, too many, or one that is empty or too long.
 */
export function fromTexts(texts: readonly wire.TextInput[]): string[] {
  if (texts.length === 0 || texts.length > MOST_TEXTS) {
    throw invalid('texts', `${texts.length} were given; send 1..${MOST_TEXTS}.`);
  }
  return texts.map((text, i) => fromText(text, `texts[${i}].text`));
}

/**
 * One text. The encoders there are read no context and no speaker, as their manifests say.
 *
 * @throws EngineError FIELD_INVALID for one that is empty or too long.
 */
export function fromText({ text }: wire.TextInput, field: string): string {
  if (text.length > 0 && text.length <= MOST_CHARACTERS) return text;
  throw invalid(field, `It has ${text.length} characters; send 1..${MOST_CHARACTERS}.`);
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
