/** Measures of a model against labels, as scikit-learn and SciPy define them. */

/** Counts of one label. */
interface Counts {
  readonly precision: number;
  readonly recall: number;
  readonly support: number;
}

/** F1 over labels: `macro` is the plain mean, `weighted` the mean by how often each label is true. Both 0..1. */
export interface F1 {
  readonly macro: number;
  readonly weighted: number;
}

/** F1 of the sets of labels found, row by row; a label that is neither true nor found anywhere counts as 0. */
export function f1<Label>(
  gold: readonly ReadonlySet<Label>[],
  found: readonly ReadonlySet<Label>[],
  labels: readonly Label[],
): F1 {
  const perLabel = labels.map((label) => {
    const { precision, recall, support } = count(gold, found, label);
    const value = precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall);
    return { value, support };
  });
  const supports = perLabel.reduce((sum, { support }) => sum + support, 0);
  return {
    macro: mean(perLabel.map(({ value }) => value)),
    weighted: perLabel.reduce((sum, { value, support }) => sum + value * support, 0) / supports,
  };
}

function count<Label>(gold: readonly ReadonlySet<Label>[], found: readonly ReadonlySet<Label>[], label: Label): Counts {
  const support = gold.filter((labels) => labels.has(label)).length;
  const predicted = found.filter((labels) => labels.has(label)).length;
  const hits = gold.filter((labels, row) => labels.has(label) && found[row]!.has(label)).length;
  return { precision: predicted === 0 ? 0 : hits / predicted, recall: support === 0 ? 0 : hits / support, support };
}

/** Pearson's correlation of two lists of equal length, -1..1. */
export function pearson(a: readonly number[], b: readonly number[]): number {
  const [meanA, meanB] = [mean(a), mean(b)];
  const covariance = mean(a.map((value, i) => (value - meanA) * (b[i]! - meanB)));
  const deviation = (values: readonly number[], center: number) =>
    Math.sqrt(mean(values.map((value) => (value - center) ** 2)));
  return covariance / (deviation(a, meanA) * deviation(b, meanB));
}

/** Mean of values. */
export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
