/** Public test sets, what is measured on each, and what others reached: numbers of ../shared/data/emotion. */
import type { Emotion } from '../../server/src/domain/emotions.js';

/** Scores of others: a simple model's on the same split, and the best published with its caveat. */
export interface Comparison {
  readonly floor: number;
  readonly published?: string;
  /** What the project set out to reach. */
  readonly target?: number;
}

/** Labels that one text has one of, read by the set's own head or, where a variant has none, by the product's. */
interface OneLabel {
  readonly kind: 'one';
  readonly head: string;
  readonly of: 'emotion' | 'sentiment';
  readonly measure: 'weighted F1' | 'accuracy';
  /** Product emotion of each label; left out where a label has none, and the product's head cannot answer. */
  readonly product?: Readonly<Record<string, Emotion>>;
  readonly comparison: Comparison;
}

/** Labels that a text may have several of. */
interface SeveralLabels {
  readonly kind: 'several';
  readonly head: string;
  readonly labels: readonly string[];
  readonly comparison: Comparison;
}

/** A rating, measured by Pearson's r. */
interface Rating {
  readonly kind: 'rating';
  readonly rating: 'valence' | 'arousal';
  /** The set's own head where the product's was not fitted to its ratings. */
  readonly head?: string;
  readonly comparison: Comparison;
}

/** One thing that is measured on a set. */
export type Task = OneLabel | SeveralLabels | Rating;

/** A set and what is measured on it. */
export interface LabelledSet {
  readonly name: string;
  readonly language: 'en' | 'es';
  readonly tasks: readonly Task[];
}

const PLUTCHIK = ['anger', 'anticipation', 'disgust', 'fear', 'joy', 'sadness', 'surprise', 'trust'];

const MELD = {
  anger: 'anger',
  disgust: 'disgust',
  fear: 'fear',
  joy: 'joy',
  neutral: 'neutral',
  sadness: 'sadness',
  surprise: 'surprise',
} as const;

const emotion = (head: string, measure: OneLabel['measure'], comparison: Comparison): OneLabel => ({
  kind: 'one',
  head,
  of: 'emotion',
  measure,
  comparison,
});

const sentiment = (comparison: Comparison): OneLabel => ({
  kind: 'one',
  head: 'polarity',
  of: 'sentiment',
  measure: 'weighted F1',
  comparison,
});

const several = (head: string, labels: readonly string[], comparison: Comparison): SeveralLabels => ({
  kind: 'several',
  head,
  labels,
  comparison,
});

/** Sets in the order they are printed. */
export const LABELLED_SETS: readonly LabelledSet[] = [
  {
    name: 'meld_en',
    language: 'en',
    tasks: [
      {
        ...emotion('meld', 'weighted F1', {
          floor: 0.561,
          target: 0.64,
          published: 'RoBERTa-base, one line .626; EmotionFlow-large, with context .665',
        }),
        product: MELD,
      },
      sentiment({ floor: 0.64, target: 0.7, published: 'COSMIC, with context, about .732, quoted from memory' }),
    ],
  },
  {
    name: 'mmeld_es',
    language: 'es',
    tasks: [
      { ...emotion('meld', 'weighted F1', { floor: 0.48, target: 0.56 }), product: MELD },
      sentiment({ floor: 0.564, target: 0.63 }),
    ],
  },
  {
    name: 'emorynlp_en',
    language: 'en',
    tasks: [
      emotion('emorynlp', 'weighted F1', {
        floor: 0.34,
        target: 0.37,
        published: 'RoBERTa-base .344; COSMIC, with context .381',
      }),
    ],
  },
  {
    name: 'edos_en',
    language: 'en',
    tasks: [
      emotion('edos', 'accuracy', {
        floor: 0.587,
        target: 0.62,
        published: 'BERT, more weakly labelled data .65 (other split)',
      }),
    ],
  },
  {
    name: 'xed_en',
    language: 'en',
    tasks: [several('xed', PLUTCHIK, { floor: 0.432, target: 0.52, published: 'BERT .536 (other splits)' })],
  },
  {
    name: 'xed_es',
    language: 'es',
    tasks: [
      several('xed', PLUTCHIK, {
        floor: 0.349,
        target: 0.45,
        published: 'SVM .676 (random splits that leak: not comparable)',
      }),
    ],
  },
  {
    name: 'brighter_en',
    language: 'en',
    tasks: [
      several('brighter_en', ['anger', 'fear', 'joy', 'sadness', 'surprise'], {
        floor: 0.53,
        target: 0.66,
        published: 'RemBERT .708',
      }),
    ],
  },
  {
    name: 'brighter_es',
    language: 'es',
    tasks: [
      several('brighter_es', ['anger', 'disgust', 'fear', 'joy', 'sadness', 'surprise'], {
        floor: 0.682,
        target: 0.75,
        published: 'RemBERT .774',
      }),
    ],
  },
  {
    name: 'goemotions_en',
    language: 'en',
    tasks: [
      {
        kind: 'several',
        head: 'goemotions',
        labels: [],
        comparison: { floor: 0.461, target: 0.48, published: 'BERT .46' },
      },
    ],
  },
  {
    name: 'emobank_en',
    language: 'en',
    tasks: [
      {
        kind: 'rating',
        rating: 'valence',
        comparison: { floor: 0.547, target: 0.75, published: 'RoBERTa-large about .82-.84, quoted from memory' },
      },
      {
        kind: 'rating',
        rating: 'arousal',
        comparison: { floor: 0.432, target: 0.52, published: 'RoBERTa-large about .55-.57, quoted from memory' },
      },
    ],
  },
  {
    name: 'fbva_en',
    language: 'en',
    tasks: [
      {
        kind: 'rating',
        rating: 'valence',
        head: 'fbva',
        comparison: { floor: 0.607, published: 'bag of words .65, quoted from memory' },
      },
      {
        kind: 'rating',
        rating: 'arousal',
        head: 'fbva',
        comparison: { floor: 0.808, published: 'bag of words .85, quoted from memory' },
      },
    ],
  },
];
