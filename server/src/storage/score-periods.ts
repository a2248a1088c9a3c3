/** Sums of scores by day, put together by weeks or months. */
import type { ScoreSums } from '../domain/user-insights.js';

/** Sums over the analyses of one day that have a score. */
export interface DaySums extends Pick<ScoreSums, 'measure' | 'count' | 'sum' | 'sumOfSquares'> {
  /** Days since 1970, in UTC. */
  readonly day: number;
}

/** Days after which months are counted in place of weeks. */
const DAYS_BY_WEEK = 365;

/** Days in the unit of times. */
const DAYS_PER_UNIT = 30;

const DAY_MS = 24 * 60 * 60 * 1000;

/** Weeks begin on Mondays; the first day of 1970 was a Thursday. Times count from the latest day. */
export function toPeriods(days: readonly DaySums[]): ScoreSums[] {
  const all = days.map(({ day }) => day);
  const latest = all.reduce((most, day) => Math.max(most, day), Number.NEGATIVE_INFINITY);
  const first = all.reduce((least, day) => Math.min(least, day), Number.POSITIVE_INFINITY);
  const begin = latest - first > DAYS_BY_WEEK ? monthOf : weekOf;
  const periods = new Map<string, ScoreSums>();
  for (const { measure, day, ...sums } of days) {
    const start = begin(day);
    const key = `${measure} ${start.getTime()}`;
    periods.set(key, add(periods.get(key) ?? { measure, start, ...EMPTY }, sums, (day - latest) / DAYS_PER_UNIT));
  }
  return [...periods.values()];
}

const EMPTY = { count: 0, sum: 0, sumOfSquares: 0, times: 0, timesSquared: 0, products: 0 };

function add(to: ScoreSums, { count, sum, sumOfSquares }: Omit<DaySums, 'measure' | 'day'>, time: number): ScoreSums {
  return {
    ...to,
    count: to.count + count,
    sum: to.sum + sum,
    sumOfSquares: to.sumOfSquares + sumOfSquares,
    times: to.times + count * time,
    timesSquared: to.timesSquared + count * time ** 2,
    products: to.products + sum * time,
  };
}

function weekOf(day: number): Date {
  return new Date((day - ((day + 3) % 7)) * DAY_MS);
}

function monthOf(day: number): Date {
  const date = new Date(day * DAY_MS);
  return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1));
}
