import type { Emotion, PolarityName } from '../../server/src/domain/emotions.js';
import type { Encoding } from '../../server/src/domain/segment.js';
import type { Encoder } from '../../server/src/inference/encoder.js';
import type { Manifest } from '../../server/src/inference/manifest.js';
import { type Comparison, type EmotionSet, type LabelledText, readTestSplit } from './emotion-sets.js';
import { f1, pearson } from './scores.js';

/** One measured number as the manifest keeps it. */
export type Metric = Manifest['metrics'][number];

/** Probability from which an emotion counts as found: the natural one, tuned on nothing. */
const THRESHOLD = 0.5;

/** A text with what the encoder said of it. */
interface Row extends LabelledText {
  readonly encoding: Encoding;
}

/** Reads the test split of a set through the served encoder and scores every head that it has labels for. */
export async function measureEmotion(encoder: Encoder, set: EmotionSet): Promise<Metric[]> {
  const texts = readTestSplit(set);
  const job = await encoder.encode(
    texts.map(({ text }) => text),
    { priority: 'background' },
  );
  const encodings = await Promise.all(job.encodings);
  const rows = texts.map((text, i) => ({ ...text, encoding: encodings[i]! }));
  return [
    ...measureSentiment(rows, set, encoder.polarities),
    ...measureEmotions(rows, set, encoder.emotions),
    ...measureAffect(rows, set, 'valence'),
    ...measureAffect(rows, set, 'arousal'),
  ];
}

function measureSentiment(rows: readonly Row[], set: EmotionSet, polarities: readonly PolarityName[]): Metric[] {
  if (set.sentiment === undefined) return [];
  const gold = rows.map(({ labels }) => new Set([labels.sentiment as PolarityName]));
  const found = rows.map(
    ({ encoding: { polarity } }) => new Set([polarities[polarity.indexOf(Math.max(...polarity))]!]),
  );
  const { weighted, macro } = f1(gold, found, polarities);
  const metric = entry(set, rows, 'sentiment, 3 polarities');
  return [metric('weighted F1', weighted, set.sentiment.weighted), metric('macro F1', macro, set.sentiment.macro)];
}

function measureEmotions(rows: readonly Row[], set: EmotionSet, order: readonly Emotion[]): Metric[] {
  if (set.emotions === undefined) return [];
  const { labels, macro } = set.emotions;
  const gold = rows.map((row) => new Set(row.labels.emotion as Emotion[]));
  const found = rows.map(({ encoding }) => new Set(order.filter((_, i) => encoding.emotion[i]! > THRESHOLD)));
  const task = `${labels.length} emotions, several a text`;
  return [entry(set, rows, task)('macro F1', f1(gold, found, labels).macro, macro)];
}

function measureAffect(rows: readonly Row[], set: EmotionSet, scale: 'valence' | 'arousal'): Metric[] {
  const comparison = set[scale];
  if (comparison === undefined) return [];
  const r = pearson(
    rows.map(({ labels }) => labels[scale]!),
    rows.map(({ encoding }) => encoding[scale]),
  );
  return [entry(set, rows, scale)('Pearson r', r, comparison)];
}

function entry({ name, language }: EmotionSet, rows: readonly Row[], task: string) {
  return (measure: string, value: number, { floor, published }: Comparison): Metric => ({
    task: `${task} (${language})`,
    split: `${name} test, ${rows.length} texts`,
    measure,
    value: Number(value.toFixed(3)),
    floor,
    ...(published && { published }),
  });
}
