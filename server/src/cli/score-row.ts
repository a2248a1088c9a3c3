/** Rows of `guionix score`: what a file gives of a line, and what is written of it. */
import type { TextOutputs, TextSource } from '@guionix/ml-client';
import { InputError } from './failure.js';

/** Most characters (Unicode code points) of a text. */
const MOST_CHARACTERS = 20_000;

/** Most lines of context that are sent: the last ones. */
const MOST_CONTEXT = 16;

/** A line before the one to score: its words, or its words and its speaker. */
type ContextLine = string | { readonly text: string; readonly speaker?: string | null };

/** A line to score. */
export interface ScoreInput {
  readonly id: string | number;
  readonly text: string;
  readonly context?: readonly ContextLine[] | null;
  readonly speaker?: string | null;
}

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
    const row = parseJson(line, i + 1);
    const wrong = FIELDS.find(({ holds }) => !holds(row));
    if (wrong) throw new InputError(`line ${i + 1}: ${wrong.field}: ${wrong.wanted}`);
    return within(row as unknown as ScoreInput, i + 1);
  });
}

function within(row: ScoreInput, number: number): ScoreInput {
  const characters = row.text.length > MOST_CHARACTERS ? Array.from(row.text).length : row.text.length;
  if (characters <= MOST_CHARACTERS) return row;
  throw new InputError(`line ${number}: text: ${characters} characters; at most ${MOST_CHARACTERS} are read`);
}

function parseJson(line: string, number: number): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new InputError(`line ${number}: it is not JSON`);
  }
  if (value?.constructor === Object) return value as Record<string, unknown>;
  throw new InputError(`line ${number}: it is no object`);
}

const isText = (value: unknown) => typeof value === 'string';
const isTextOrNone = (value: unknown) => value === undefined || value === null || isText(value);
const isContextLine = (line: unknown) =>
  isText(line) ||
  (line?.constructor === Object &&
    isText((line as Record<string, unknown>)['text']) &&
    isTextOrNone((line as Record<string, unknown>)['speaker']));

/** Fields of a row, and what each must hold. */
const FIELDS: readonly { field: string; wanted: string; holds(row: Record<string, unknown>): boolean }[] = [
  { field: 'id', wanted: 'a string or a number', holds: ({ id }) => isText(id) || typeof id === 'number' },
  { field: 'text', wanted: 'a string', holds: ({ text }) => isText(text) },
  { field: 'speaker', wanted: 'a string, or none', holds: ({ speaker }) => isTextOrNone(speaker) },
  {
    field: 'context',
    wanted: 'a list of strings, or of {text, speaker?}',
    holds: ({ context }) =>
      context === undefined || context === null || (Array.isArray(context) && context.every(isContextLine)),
  },
];

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
