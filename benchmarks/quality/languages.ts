/** How alike the two languages are read: aligned lines of films and series, and the screenplay lines of a retrieval test. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { SHARED_DATA } from '../paths.js';
import { readTestSplit } from './labelled-texts.js';
import type { MeasuredModel } from './measured-model.js';
import { mean, pearson } from './scores.js';

/** Sets whose Spanish lines name the English line that they are aligned with. */
const ALIGNED = ['xed_es', 'mmeld_es'];

/** Shortest line that is compared, in characters: shorter ones are often aligned with a neighbour. */
const SHORTEST = 20;

/** Agreement of Spanish and English lines that say the same. */
export interface Agreement {
  readonly set: string;
  readonly lines: number;
  readonly rating: 'valence' | 'arousal';
  readonly r: number;
  /** Mean of Spanish less mean of English. */
  readonly bias: number;
}

/** Reads aligned lines of test splits. */
export async function measureAgreement(model: MeasuredModel): Promise<Agreement[]> {
  const found: Agreement[] = [];
  const labels = model.manifest.outputs.find(({ name }) => name === 'affect')!.labels!;
  for (const set of ALIGNED) {
    const pairs = readTestSplit(set).filter(
      ({ text, text_en }) => text.length >= SHORTEST && text_en !== undefined && text_en.length >= SHORTEST,
    );
    const spanish = await model.read(pairs.map(({ text }) => text));
    const english = await model.read(pairs.map(({ text_en }) => text_en!));
    for (const rating of ['valence', 'arousal'] as const) {
      const place = labels.indexOf(rating);
      const [es, en] = [spanish, english].map((side) => side.map(({ values }) => values['affect']![place]!));
      found.push({ set, lines: pairs.length, rating, r: pearson(es!, en!), bias: mean(es!) - mean(en!) });
    }
  }
  return found;
}

/** Share of screenplay lines whose translation is the nearest of all, each way. */
export interface Retrieval {
  readonly pairs: number;
  readonly spanishToEnglish: number;
  readonly englishToSpanish: number;
}

/** Reads the aligned screenplay lines of ../shared/models/recipe. */
export async function measureRetrieval(model: MeasuredModel): Promise<Retrieval> {
  const file = path.join(SHARED_DATA, '../models/recipe/screen_pairs.tsv');
  const pairs = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.split('\t'));
  const [english, spanish] = await Promise.all(
    [0, 1].map(async (side) => {
      const said = await model.read(pairs.map((pair) => pair[side]!));
      return said.map(({ values }) => values['embedding']!);
    }),
  );
  return {
    pairs: pairs.length,
    spanishToEnglish: nearest(spanish!, english!),
    englishToSpanish: nearest(english!, spanish!),
  };
}

function nearest(from: readonly Float32Array[], to: readonly Float32Array[]): number {
  const right = from.filter((vector, i) => {
    const likeness = to.map((other) => dot(vector, other));
    return likeness.every((value, j) => j === i || value < likeness[i]!);
  });
  return right.length / from.length;
}

function dot(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, i) => sum + value * b[i]!, 0);
}
