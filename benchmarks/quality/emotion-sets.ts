/** Public test sets of emotion, what is measured on each, and what others reached: numbers of ../shared/data/emotion. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Emotion } from '../../server/src/domain/emotions.js';
import { SHARED_DATA } from '../paths.js';

/** A labelled text of a set. */
export interface LabelledText {
  readonly text: string;
  readonly labels: {
    readonly emotion?: readonly string[];
    readonly sentiment?: string;
    readonly valence?: number;
    readonly arousal?: number;
  };
}

/** Scores of others: a simple model's on the same split, and the best published with its caveat. */
export interface Comparison {
  readonly floor: number;
  readonly published?: string;
}

/** What is measured on a set, each measure with its comparison. */
export interface EmotionSet {
  readonly name: string;
  readonly language: 'en' | 'es';
  /** Three polarities, one a text. */
  readonly sentiment?: { readonly macro: Comparison; readonly weighted: Comparison };
  /** Several emotions a text. */
  readonly emotions?: { readonly labels: readonly Emotion[]; readonly macro: Comparison };
  readonly valence?: Comparison;
  readonly arousal?: Comparison;
}

const PLUTCHIK = ['anger', 'anticipation', 'disgust', 'fear', 'joy', 'sadness', 'surprise', 'trust'] as const;

/** Sets in the order they are printed. */
export const EMOTION_SETS: readonly EmotionSet[] = [
  {
    name: 'meld_en',
    language: 'en',
    sentiment: {
      weighted: { floor: 0.64, published: 'COSMIC (with dialogue context) about .732, quoted from memory' },
      macro: { floor: 0.612 },
    },
  },
  {
    name: 'mmeld_es',
    language: 'es',
    sentiment: { weighted: { floor: 0.564 }, macro: { floor: 0.53 } },
  },
  {
    name: 'xed_en',
    language: 'en',
    emotions: { labels: PLUTCHIK, macro: { floor: 0.432, published: 'BERT .536 (other splits)' } },
  },
  {
    name: 'xed_es',
    language: 'es',
    emotions: {
      labels: PLUTCHIK,
      macro: { floor: 0.349, published: 'SVM .676 (random splits that leak: not comparable)' },
    },
  },
  {
    name: 'brighter_en',
    language: 'en',
    emotions: {
      labels: ['anger', 'fear', 'joy', 'sadness', 'surprise'],
      macro: { floor: 0.53, published: 'RemBERT .708' },
    },
  },
  {
    name: 'brighter_es',
    language: 'es',
    emotions: {
      labels: ['anger', 'disgust', 'fear', 'joy', 'sadness', 'surprise'],
      macro: { floor: 0.682, published: 'RemBERT .774' },
    },
  },
  {
    name: 'emobank_en',
    language: 'en',
    valence: { floor: 0.547, published: 'RoBERTa-large about .82-.84, quoted from memory' },
    arousal: { floor: 0.432, published: 'RoBERTa-large about .55-.57, quoted from memory' },
  },
  {
    name: 'fbva_en',
    language: 'en',
    valence: { floor: 0.607, published: 'bag of words .65, quoted from memory' },
    arousal: { floor: 0.808, published: 'bag of words .85, quoted from memory' },
  },
];

/**
 * Test split of a set. XED's neutral lines are left out where the eight emotions are scored, as the floor and the
 * published number leave them out.
 */
export function readTestSplit({ name }: EmotionSet): LabelledText[] {
  const packed = readFileSync(path.join(SHARED_DATA, 'emotion', name, 'test.jsonl.gz'));
  const rows = gunzipSync(packed)
    .toString('utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as LabelledText);
  return name === 'xed_en' ? rows.filter(({ labels }) => !labels.emotion!.includes('neutral')) : rows;
}
