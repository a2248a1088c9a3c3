/** Labels of lines of produced scripts, clean and damaged, against annotators. */
import type { LineClassifier } from '../../server/src/domain/line-classifier.js';
import { markdownTable } from '../table.js';
import { CLASSES, type Excerpt, LineScore, readExcerpts } from './labelled-lines.js';
import { PERTURBATIONS, perturb } from './perturbations.js';

/** Draws of chance for each damage. */
const SEEDS = [7, 107, 207];

const percent = (share: number): string => (100 * share).toFixed(1);

/** F1 of each class and their mean: over all excerpts, over the even and the odd ones, by the rules alone. */
export async function reportLines(folder: string, classifier: LineClassifier): Promise<string> {
  const excerpts = readExcerpts(folder);
  const rows: string[][] = [];
  for (const damage of ['clean', ...Object.keys(PERTURBATIONS)]) {
    const damaged = damage === 'clean' ? excerpts : SEEDS.flatMap((seed) => damageAll(excerpts, damage, seed));
    const all = await scoreOf(damaged, classifier);
    const halves = [0, 1].map((half) => damaged.filter((_, at) => (at % excerpts.length) % 2 === half));
    const [even, odd] = [await scoreOf(halves[0]!, classifier), await scoreOf(halves[1]!, classifier)];
    const rules = await scoreOf(damaged, undefined);
    const f1 = CLASSES.map((of) => percent(all.f1(of)));
    rows.push([damage, ...f1, ...[all, even, odd, rules].map(({ macro }) => percent(macro)), percent(all.accuracy)]);
  }
  return markdownTable(['lines', ...CLASSES, 'macro F1', 'even', 'odd', 'rules alone', 'lines right'], rows);
}

async function scoreOf(excerpts: readonly Excerpt[], classifier: LineClassifier | undefined): Promise<LineScore> {
  const score = new LineScore(classifier);
  for (const excerpt of excerpts) await score.add(excerpt);
  return score;
}

const damageAll = (excerpts: readonly Excerpt[], damage: string, seed: number): Excerpt[] =>
  excerpts.map(({ name, lines }, at) => ({ name, lines: perturb(lines, damage, seed + at) }));
