/** Test splits as the encoder reads them: each text with the turns before it and its speaker. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { ModelInput } from '../../server/src/inference/models.js';
import { SHARED_DATA } from '../paths.js';

/** Earlier turns that are given. */
const TURNS = 4;

/** A labelled text of a set. */
export interface LabelledText {
  readonly text: string;
  readonly labels: {
    readonly emotion?: readonly string[];
    readonly sentiment?: string;
    readonly polarity_derived?: string;
    readonly valence?: number;
    readonly arousal?: number;
  };
  readonly source_id: string;
  readonly speaker?: string;
  readonly dialogue_id?: string;
  readonly turn?: number;
  readonly context?: readonly string[];
  /** The aligned English line of a Spanish one. */
  readonly text_en?: string;
}

/** Test split of a set. */
export function readTestSplit(name: string): LabelledText[] {
  const packed = readFileSync(path.join(SHARED_DATA, 'emotion', name, 'test.jsonl.gz'));
  return gunzipSync(packed)
    .toString('utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as LabelledText);
}

/** Texts with what comes before them in their dialogue. */
export function inDialogue(texts: readonly LabelledText[]): ModelInput[] {
  const dialogues = new Map<string, LabelledText[]>();
  for (const one of texts) {
    const { dialogue_id = '' } = one;
    if (dialogue_id !== '') dialogues.set(dialogue_id, [...(dialogues.get(dialogue_id) ?? []), one]);
  }
  return texts.map((one) => {
    const context = one.context?.slice(-TURNS) ?? turnsBefore(one, dialogues.get(one.dialogue_id ?? '') ?? []);
    return { text: one.text, context, speaker: one.speaker ?? '' };
  });
}

function turnsBefore({ turn }: LabelledText, dialogue: readonly LabelledText[]): string[] {
  if (turn === undefined) return [];
  return dialogue
    .filter((other) => other.turn! < turn)
    .sort((a, b) => a.turn! - b.turn!)
    .slice(-TURNS)
    .map(({ speaker, text }) => (speaker ? `${speaker}: ${text}` : text));
}
