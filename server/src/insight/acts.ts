import type { Calibration } from '../domain/calibration.js';
import type { Act, ActSentiment, Estimate } from '../domain/sentiment.js';
import type { Appraise } from './affect.js';
import { LEVEL } from './bootstrap.js';
import { countTokens, type Reading } from './reading.js';

/** Fewer scenes than this have no acts: a boundary between scenes would be arbitrary. */
export const FEWEST_SCENES = 8;

/** Standard deviations that hold 90 % of a normal distribution. */
const Z = 1.645;

const ACTS: readonly Act[] = ['setup', 'rising', 'falling', 'resolution'];

/** Turning points that end an act: change of plans, major setback, climax (indices into the five). */
const BOUNDARIES = [1, 3, 4];

/**
 * Cuts a script into four acts where turning points usually stand in films, measured in tokens of the script, and
 * appraises each. The words of the script do not move the boundaries. An act without text is left out.
 */
export function describeActs(
  scenes: readonly (readonly Reading[])[],
  { turningPoints }: Calibration,
  appraise: Appraise,
): ActSentiment[] {
  if (scenes.length < FEWEST_SCENES) return [];
  const position = scenePositions(scenes);
  const starts: Estimate[] = [{ value: 0 }, ...BOUNDARIES.map((point) => locate(turningPoints[point]!, position))];
  const first = separate(
    starts.map(({ value }) => value),
    scenes.length,
  );
  return ACTS.flatMap((act, i) => {
    const lastScene = (first[i + 1] ?? scenes.length) - 1;
    const readings = scenes.slice(first[i], lastScene + 1).flat();
    if (readings.length === 0) return [];
    return {
      act,
      firstScene: first[i]!,
      lastScene,
      start: moveTo(first[i]!, starts[i]!),
      affect: appraise(readings),
    };
  });
}

/** Share of the script's tokens before each scene. */
function scenePositions(scenes: readonly (readonly Reading[])[]): number[] {
  const tokens = scenes.map(countTokens);
  const total = tokens.reduce((sum, count) => sum + count, 0) || 1;
  let before = 0;
  return tokens.map((count) => {
    const share = before / total;
    before += count;
    return share;
  });
}

function locate({ mean, sd }: { mean: number; sd: number }, positions: readonly number[]): Estimate {
  const scene = (share: number) => nearest(share, positions);
  return { value: scene(mean), interval: { low: scene(mean - Z * sd), high: scene(mean + Z * sd), level: LEVEL } };
}

/** The doubt of a boundary that was moved to make room for a neighbour reaches to where it now stands. */
function moveTo(value: number, { interval }: Estimate): Estimate {
  if (interval === undefined) return { value };
  const { low, high, level } = interval;
  return { value, interval: { low: Math.min(low, value), high: Math.max(high, value), level } };
}

function nearest(share: number, positions: readonly number[]): number {
  let best = 0;
  for (const [scene, position] of positions.entries()) {
    if (Math.abs(position - share) < Math.abs(positions[best]! - share)) best = scene;
  }
  return best;
}

/** Moves boundaries apart so that every act has a scene. */
function separate(starts: readonly number[], scenes: number): number[] {
  const moved = [...starts];
  for (let i = 1; i < moved.length; i++) moved[i] = Math.max(moved[i]!, moved[i - 1]! + 1);
  for (let i = moved.length - 1; i > 0; i--) moved[i] = Math.min(moved[i]!, scenes - (moved.length - i));
  return moved;
}
