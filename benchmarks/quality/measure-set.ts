import { calibrationError, type Said } from './calibration-error.js';
import type { Comparison, LabelledSet, Task } from './labelled-sets.js';
import { inDialogue, type LabelledText, readTestSplit } from './labelled-texts.js';
import type { MeasuredModel, MeasuredText, SetHead } from './measured-model.js';
import { f1, pearson } from './scores.js';

/** One measured number. */
export interface Measurement {
  readonly set: string;
  readonly language: string;
  readonly texts: number;
  readonly task: string;
  readonly measure: string;
  /** Read by the set's own head, or by those that are served. */
  readonly head: 'own' | 'served';
  readonly value: number;
  readonly comparison: Comparison;
  /** Expected calibration error of the served head's probabilities. */
  readonly calibrationError?: number;
}

interface Row {
  readonly labelled: LabelledText;
  readonly said: MeasuredText;
}

/** Reads the test split of a set and scores every task that the model has a head for. */
export async function measureSet(model: MeasuredModel, set: LabelledSet): Promise<Measurement[]> {
  const texts = readTestSplit(set.name);
  const said = await model.read(inDialogue(texts));
  const rows = texts.map((labelled, i) => ({ labelled, said: said[i]! }));
  return set.tasks.flatMap((task) => measureTask(model, set, task, rows));
}

function measureTask(model: MeasuredModel, set: LabelledSet, task: Task, rows: readonly Row[]): Measurement[] {
  if (task.kind === 'rating') return rating(model, set, task, rows);
  if (task.kind === 'several') return severalLabels(model, set, task, rows);
  return oneLabel(model, set, task, rows);
}

function oneLabel(
  model: MeasuredModel,
  set: LabelledSet,
  task: Extract<Task, { kind: 'one' }>,
  rows: readonly Row[],
): Measurement[] {
  const { of, measure, comparison } = task;
  const gold = rows.map(({ labelled: { labels } }) => (of === 'sentiment' ? labels.sentiment! : labels.emotion![0]!));
  const entry = { set: set.name, language: set.language, texts: rows.length, task: of, measure, comparison };
  const score = (found: readonly string[], labels: readonly string[]) =>
    measure === 'accuracy' ? share(gold, found) : f1(gold.map(only), found.map(only), labels).weighted;
  if (of === 'sentiment') {
    const labels = labelsOf(model, 'polarity');
    const said = rows.map((row) => row.said.values['polarity']!);
    const found = said.map((values) => best(values, labels));
    const error = calibrationError(said.map((values, i) => sure(values, found[i] === gold[i])));
    return [{ ...entry, head: 'served', value: score(found, labels), calibrationError: error }];
  }
  const measured: Measurement[] = [];
  const head = model.heads.get(task.head);
  if (head) {
    const found = rows.map((row) => best(row.said.scores(head), head.labels));
    measured.push({ ...entry, head: 'own', value: score(found, head.labels) });
  }
  if (task.product) {
    const emotions = labelsOf(model, 'emotion');
    const labels = Object.keys(task.product);
    const places = labels.map((label) => emotions.indexOf(task.product![label]!));
    const found = rows.map(({ said }) =>
      best(
        places.map((place) => said.values['emotion']![place]!),
        labels,
      ),
    );
    measured.push({ ...entry, head: 'served', value: score(found, labels) });
  }
  return measured;
}

/** XED's neutral lines are left out, as the floor and the published number leave them out. */
function severalLabels(
  model: MeasuredModel,
  set: LabelledSet,
  task: Extract<Task, { kind: 'several' }>,
  all: readonly Row[],
): Measurement[] {
  const rows = task.head === 'xed' ? all.filter(({ labelled }) => !labelled.labels.emotion!.includes('neutral')) : all;
  const gold = rows.map(({ labelled }) => new Set(labelled.labels.emotion!));
  const entry = { set: set.name, language: set.language, texts: rows.length, measure: 'macro F1' };
  const measured: Measurement[] = [];
  const head = model.heads.get(task.head);
  const labels = task.labels.length > 0 ? task.labels : (head?.labels ?? []);
  const described = { ...entry, task: `${labels.length} emotions`, comparison: task.comparison };
  if (head) {
    const thresholds = head.thresholds[set.name]!;
    const found = rows.map(({ said }) => above(said.scores(head).map(sigmoid), head.labels, thresholds));
    measured.push({ ...described, head: 'own', value: f1(gold, found, labels).macro });
  }
  const emotions = labelsOf(model, 'emotion');
  const thresholds = model.manifest.evaluation?.emotionThresholds;
  if (thresholds && labels.every((label) => emotions.includes(label))) {
    const said = rows.map((row) => row.said.values['emotion']!);
    const found = said.map((values) => above(values, emotions, thresholds));
    measured.push({ ...described, head: 'served', value: f1(gold, found, labels).macro });
  }
  return measured;
}

function rating(
  model: MeasuredModel,
  set: LabelledSet,
  task: Extract<Task, { kind: 'rating' }>,
  rows: readonly Row[],
): Measurement[] {
  const own = task.head === undefined ? undefined : model.heads.get(task.head);
  const served = labelsOf(model, 'affect').indexOf(task.rating);
  const read = ({ said }: Row) =>
    own ? said.scores(own)[own.labels.indexOf(task.rating)]! : said.values['affect']![served]!;
  return [
    {
      set: set.name,
      language: set.language,
      texts: rows.length,
      task: task.rating,
      measure: 'Pearson r',
      head: own ? 'own' : 'served',
      value: pearson(
        rows.map(({ labelled }) => labelled.labels[task.rating]!),
        rows.map(read),
      ),
      comparison: task.comparison,
    },
  ];
}

function labelsOf({ manifest }: MeasuredModel, output: string): readonly string[] {
  return manifest.outputs.find(({ name }) => name === output)!.labels!;
}

function best(values: ArrayLike<number>, labels: readonly string[]): string {
  let place = 0;
  for (let i = 1; i < labels.length; i++) if (values[i]! > values[place]!) place = i;
  return labels[place]!;
}

function above(values: Float32Array, labels: SetHead['labels'], thresholds: readonly number[]): Set<string> {
  return new Set(labels.filter((_, i) => values[i]! > thresholds[i]!));
}

function sure(values: Float32Array, right: boolean): Said {
  return { probability: Math.max(...values), right };
}

const only = (label: string) => new Set([label]);
const sigmoid = (score: number) => 1 / (1 + Math.exp(-score));
const share = (gold: readonly string[], found: readonly string[]) =>
  gold.filter((label, i) => label === found[i]).length / gold.length;
