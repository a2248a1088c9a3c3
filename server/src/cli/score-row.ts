/** Rows of `guionix score`: what a file gives of a line, and what is written of it. */
import type { TextOutputs, TextSource } from '@guionix/ml-client';
import { z } from 'zod';
import { InputError } from './failure.js';

/** Most characters (Unicode code points) of a text. */
const MOST_CHARACTERS = 20_000;

/** Most lines of context that are sent: the last ones. */
const MOST_CONTEXT = 16;

const rowSchema = z.object({
  id: z.union([z.string(), z.number()]),
  text: z.string(),
  context: z.array(z.union([z.string(), z.object({ text: z.string(), speaker: z.string().nullish() })])).nullish(),
  speaker: z.string().nullish(),
  lang: z.string().nullish(),
});

/** A line to score. */
export type ScoreInput = z.infer<typeof rowSchema>;

/** What is written of a line. */
export interface Score {
  readonly id: string | number;
  /** -1 (unpleasant) .. 1 (pleasant). */
  readonly valence: number;
  /** 0 (calm) .. 1 (excited). */
  readonly arousal: number;
  /** Share of reference scenes that are darker, 0..1. */
  readonly sentiment: number;
  /** Probabilities that sum to 1. */
  readonly polarity: Readonly<Record<string, number>>;
  /** Shares that sum to 1. */
  readonly emotions: Readonly<Record<string, number>>;
  /** Little-endian float32 in base64. */
  readonly embedding?: string;
}

/**
 * Reads the rows of a file, one JSON object a line.
 *
 * @throws InputError naming the line that is no row.
 */
export function readRows(content: string): ScoreInput[] {
  return content.split('\n').flatMap((line, i) => {
    if (line.trim() === '') return [];
    const parsed = rowSchema.safeParse(parseJson(line, i + 1));
    if (parsed.success) return within(parsed.data, i + 1);
    const issue = parsed.error.issues[0]!;
    throw new InputError(`line ${i + 1}: ${issue.path.join('.') || 'row'}: ${issue.message}`);
  });
}

function within(row: ScoreInput, number: number): ScoreInput {
  const characters = row.text.length > MOST_CHARACTERS ? Array.from(row.text).length : row.text.length;
  if (characters <= MOST_CHARACTERS) return row;
  throw new InputError(`line ${number}: text: ${characters} characters; at most ${MOST_CHARACTERS} are read`);
}

function parseJson(line: string, number: number): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw new InputError(`line ${number}: it is not JSON`);
  }
}

/** A row as the engine is asked. An empty line is asked as a blank: its scores are those of nothing said. */
export function toSource({ text, context, speaker }: ScoreInput): TextSource {
  const lines = (context ?? []).slice(-MOST_CONTEXT);
  return {
    text: text === '' ? ' ' : text,
    context: lines.map((line) => {
      if (typeof line === 'string') return line;
      return line.speaker ? `${line.speaker}: ${line.text}` : line.text;
    }),
    ...(speaker && { speaker }),
  };
}

/** An answer of the engine as it is written. */
export function toScore(id: string | number, outputs: TextOutputs): Score {
  const { valence, arousal, sentiment, polarity, emotions, embedding } = outputs;
  return {
    id,
    valence: valence!,
    arousal: (arousal! + 1) / 2,
    sentiment: sentiment!,
    polarity: { ...polarity! },
    emotions: { ...emotions! },
    ...(embedding && { embedding: Buffer.from(embedding.data).toString('base64') }),
  };
}
