import type { Estimate, Report, ReportScene, StrongScene } from '../report.js';
import type { ContrastDegree, ContrastDirection, Messages } from './messages.js';

/** Distance from the script's mean, in standard deviations over scenes, from which a direction is named beside another. */
const NAMED = 1;

/** Distances from which a scene stands out clearly, and far. */
const DEGREES = { clearly: 1.5, far: 2.5 } as const;

/** The strongest scenes worth showing: at most a third, since where all stand out none does. */
export function outstandingScenes({ scenes, summary }: Report): readonly StrongScene[] {
  return summary.strongestScenes.slice(0, Math.ceil(scenes.length / 3));
}

/**
 * How far and in which direction a scene stands out from its script: `far darker and more agitated than …`, with a
 * reservation where the margin of the first direction holds the average.
 */
export function describeContrast(scene: StrongScene, scenes: readonly ReportScene[], messages: Messages): string {
  const { directions, sure } = contrastScene(scene, scenes);
  const words = directions.map((direction) => messages.directions[direction]);
  const contrast = messages.contrast(messages.degrees[contrastDegree(scene.strength)], words);
  return sure ? contrast : contrast + messages.contrastUnsure;
}

/** Puts a strength (standard deviations from the script's mean) into words. */
export function contrastDegree(strength: number): ContrastDegree {
  if (strength >= DEGREES.far) return 'far';
  return strength >= DEGREES.clearly ? 'clearly' : 'slightly';
}

/** Where a scene stands from its script. */
export interface SceneContrast {
  /** The direction of the larger distance, and the other when it is large as well. */
  readonly directions: readonly ContrastDirection[];
  /** Whether the interval of the first leaves the script's average out. */
  readonly sure: boolean;
}

/** Compares the valence and arousal of a scene with those of all scenes. */
export function contrastScene(scene: ReportScene, scenes: readonly ReportScene[]): SceneContrast {
  const tone = measureDistance(scene, scenes, ({ valence }) => valence);
  const energy = measureDistance(scene, scenes, ({ arousal }) => arousal);
  const named = [
    { direction: tone.distance > 0 ? 'brighter' : 'darker', ...tone },
    { direction: energy.distance > 0 ? 'livelier' : 'calmer', ...energy },
  ] as const;
  const [first, second] = Math.abs(tone.distance) >= Math.abs(energy.distance) ? named : [named[1], named[0]];
  const both = Math.abs(second.distance) >= NAMED;
  return { directions: both ? [first.direction, second.direction] : [first.direction], sure: first.sure };
}

/** As the engine measures strength: from the mean over scenes, in standard deviations over scenes. */
function measureDistance(
  scene: ReportScene,
  scenes: readonly ReportScene[],
  read: (scene: ReportScene) => Estimate | undefined,
): { readonly distance: number; readonly sure: boolean } {
  const own = read(scene);
  const values = scenes.flatMap((each) => read(each)?.value ?? []);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
  if (!own || deviation === 0) return { distance: 0, sure: false };
  const { value, interval } = own;
  const sure = interval !== undefined && (interval.low > mean || interval.high < mean);
  return { distance: (value - mean) / deviation, sure };
}
