/** Turning points placed by position alone, scored on TRIPOD's gold as the official code of GraphTP does. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { quantile } from '../../server/src/insight/bootstrap.js';
import { SHARED_DATA } from '../paths.js';
import { mean } from './scores.js';

/** A film with its gold: scene indices from 0, one list a turning point. */
export interface GoldFilm {
  readonly scenes: number;
  readonly points: readonly (readonly number[])[];
}

/** A score over films with its 95 % interval, in percent. */
export interface Score {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** The official measures with a window of three scenes. */
export interface TurningPointScores {
  /** Share of gold scenes that are among the predicted. */
  readonly totalAgreement: Score;
  /** Share of turning points with a gold scene among the predicted. */
  readonly partialAgreement: Score;
  /** Mean distance from the predicted to the gold scenes over the number of scenes; less is better. */
  readonly distance: Score;
}

const POINTS = ['opportunity', 'change_of_plans', 'point_of_no_return', 'major_setback', 'climax'] as const;
const REPLICATES = 2000;

/** The 15 test films of TRIPOD. */
export function readTestFilms(): GoldFilm[] {
  const movies = readLines<{ movie: string; n_scenes: number }>('tripod_movies.jsonl');
  const scenes = new Map(movies.map(({ movie, n_scenes }) => [movie, n_scenes]));
  return readLines<{ movie: string; source: string; tp_scenes: Record<(typeof POINTS)[number], number[]> }>(
    'tripod_screenplay_gold.jsonl',
  )
    .filter(({ source }) => source === 'TRIPOD-15')
    .map(({ movie, tp_scenes }) => ({ scenes: scenes.get(movie)!, points: POINTS.map((point) => tp_scenes[point]) }));
}

function readLines<Row>(file: string): Row[] {
  const text = readFileSync(path.join(SHARED_DATA, 'structure', file), 'utf8');
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Row);
}

/** Scores positions (shares of the film's scenes, one a turning point), with a bootstrap over films. */
export function scorePositions(films: readonly GoldFilm[], positions: readonly number[]): TurningPointScores {
  const scored = films.map((film) => scoreFilm(film, positions));
  const ratio = (part: (film: FilmScore) => number, whole: (film: FilmScore) => number) =>
    bootstrap(scored, (sample) => (100 * mean(sample.map(part))) / mean(sample.map(whole)));
  return {
    totalAgreement: ratio(
      (film) => film.hits,
      (film) => film.gold,
    ),
    partialAgreement: ratio(
      (film) => film.found,
      () => POINTS.length,
    ),
    distance: ratio(
      (film) => film.distance,
      () => 1,
    ),
  };
}

interface FilmScore {
  readonly hits: number;
  readonly gold: number;
  readonly found: number;
  readonly distance: number;
}

function scoreFilm({ scenes, points }: GoldFilm, positions: readonly number[]): FilmScore {
  const windows = positions.map((position) => threeScenes(Math.floor(position * scenes), scenes));
  const hits = points.map((gold, i) => gold.filter((scene) => windows[i]!.includes(scene)).length);
  const distances = points.map((gold, i) => nearest(gold, windows[i]!) / scenes);
  return {
    hits: hits.reduce((sum, count) => sum + count, 0),
    gold: points.flat().length,
    found: hits.filter((count) => count > 0).length,
    distance: mean(distances),
  };
}

/** A scene and its neighbours, moved inward at the ends. */
function threeScenes(scene: number, scenes: number): number[] {
  const middle = Math.min(Math.max(scene, 1), scenes - 2);
  return [middle - 1, middle, middle + 1];
}

function nearest(gold: readonly number[], window: readonly number[]): number {
  return Math.min(...gold.flatMap((scene) => window.map((predicted) => Math.abs(scene - predicted))));
}

/** Value and middle 95 % of 2,000 samples of films drawn with replacement, from a fixed seed. */
function bootstrap<T>(items: readonly T[], measure: (sample: readonly T[]) => number): Score {
  const random = linearCongruential(items.length);
  const replicates = Float64Array.from({ length: REPLICATES }, () =>
    measure(items.map(() => items[Math.floor(random() * items.length)]!)),
  ).sort();
  return { value: measure(items), low: quantile(replicates, 0.025), high: quantile(replicates, 0.975) };
}

/** Draws 0 ≤ x < 1, the same for the same seed (constants of Numerical Recipes). */
function linearCongruential(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
