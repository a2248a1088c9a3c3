/**
 * What the writer means a script to do, laid over its text: the plan that measured scores are compared with. Types only.
 */
import type { PlannedFilm, TreeBeat, TreeLayer, TreeMinute } from './script-tree.js';

/** Source lines that something covers, from 1, the last one included. */
export interface LineRange {
  readonly startLine: number;
  readonly endLine: number;
}

/** Scenes that something covers, from 0, the last one included. */
export interface SceneRange {
  readonly first: number;
  readonly last: number;
}

/** A planned beat without its text, which stands at `lines`. */
export interface PlannedBeat extends Omit<TreeBeat, 'content'> {
  readonly lines: LineRange;
}

/** A planned minute: tension and rhythm as meant, where its text stands, and the scenes that text became. */
export interface PlannedMinute extends Omit<TreeMinute, 'beats'> {
  readonly beats: readonly PlannedBeat[];
  /** Left out when the minute has no text yet. */
  readonly lines?: LineRange;
  /** Scenes of the parsed script; left out before it is parsed and when the minute has no text. */
  readonly scenes?: SceneRange;
}

/** A planned layer. */
export interface PlannedLayer extends Omit<TreeLayer, 'parts'> {
  readonly parts: readonly PlannedMinute[];
}

/** The writer's plan in story order. */
export interface StoryPlan {
  readonly film: PlannedFilm;
  readonly layers: readonly PlannedLayer[];
}
