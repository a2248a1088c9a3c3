/** Averages and trends of scores from their sums by period. */
import { MEASURES, type MeasureName } from '../domain/analysis.js';
import type { Estimate } from '../domain/sentiment.js';
import type { MeasureAverage, ScoreSums, Trend } from '../domain/user-insights.js';

/** Probability that an interval holds the value. */
const LEVEL = 0.9;

/** Analyses below which a line through them says nothing. */
const LEAST_FOR_TREND = 5;

type Totals = Omit<ScoreSums, 'measure' | 'start'>;

/** Mean of each score, with Student's interval of the mean. */
export function averages(scores: readonly ScoreSums[]): MeasureAverage[] {
  return byMeasure(scores).map(([measure, sums]) => {
    const total = add(sums);
    return { measure, mean: meanOf(total), count: total.count };
  });
}

/** Each score over time: means by period, and the slope of the least-squares line with Student's interval. */
export function trends(scores: readonly ScoreSums[]): Trend[] {
  return byMeasure(scores).map(([measure, sums]) => {
    const ordered = [...sums].sort((a, b) => a.start.getTime() - b.start.getTime());
    const changePerMonth = slopeOf(add(sums));
    return {
      measure,
      points: ordered.map(({ start, sum, count }) => ({ start, mean: sum / count, count })),
      ...(changePerMonth && { changePerMonth }),
    };
  });
}

function byMeasure(scores: readonly ScoreSums[]): [MeasureName, ScoreSums[]][] {
  const groups = MEASURES.map((measure): [MeasureName, ScoreSums[]] => [
    measure,
    scores.filter((sums) => sums.measure === measure),
  ]);
  return groups.filter(([, sums]) => sums.length > 0);
}

function add(sums: readonly Totals[]): Totals {
  const total = (field: keyof Totals) => sums.reduce((sum, one) => sum + one[field], 0);
  return {
    count: total('count'),
    sum: total('sum'),
    sumOfSquares: total('sumOfSquares'),
    times: total('times'),
    timesSquared: total('timesSquared'),
    products: total('products'),
  };
}

function meanOf({ count, sum, sumOfSquares }: Totals): Estimate {
  const value = sum / count;
  if (count < 2) return { value };
  const variance = Math.max(0, (sumOfSquares - count * value ** 2) / (count - 1));
  return around(value, Math.sqrt(variance / count), count - 1);
}

function slopeOf({ count, sum, sumOfSquares, times, timesSquared, products }: Totals): Estimate | undefined {
  const spread = timesSquared - times ** 2 / count;
  if (count < LEAST_FOR_TREND || spread < 1e-9) return undefined;
  const together = products - (times * sum) / count;
  const slope = together / spread;
  const residue = Math.max(0, sumOfSquares - sum ** 2 / count - slope * together);
  return around(slope, Math.sqrt(residue / (count - 2) / spread), count - 2);
}

function around(value: number, error: number, freedom: number): Estimate {
  const reach = studentQuantile(freedom) * error;
  return { value, interval: { low: value - reach, high: value + reach, level: LEVEL } };
}

/**
 * The 0.95 quantile of Student's distribution: exact for one and two degrees of freedom, else the expansion of Abramowitz
 * and Stegun 26.7.5, which is right to 0.5 % from three on.
 */
export function studentQuantile(freedom: number): number {
  if (freedom === 1) return 6.3137515;
  if (freedom === 2) return 2.9199856;
  const z = 1.6448536;
  const first = (z ** 3 + z) / 4;
  const second = (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96;
  const third = (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384;
  return z + first / freedom + second / freedom ** 2 + third / freedom ** 3;
}
