import type { Script } from '../../domain/script.js';
import type { LineRange, PlannedMinute, SceneRange, StoryPlan } from '../../domain/story-plan.js';

/** Lays a plan over the script that its text was parsed into: each minute gets the scenes its lines became. */
export function placePlan(plan: StoryPlan, { scenes }: Pick<Script, 'scenes'>): StoryPlan {
  const starts = scenes.map(({ span }) => span.startLine);
  const place = (minute: PlannedMinute): PlannedMinute => {
    const range = minute.lines && scenesOver(minute.lines, starts);
    return range ? { ...minute, scenes: range } : minute;
  };
  return { ...plan, layers: plan.layers.map((layer) => ({ ...layer, parts: layer.parts.map(place) })) };
}

/** The scene that is under way at the first line to the last one that begins within the lines. */
function scenesOver({ startLine, endLine }: LineRange, starts: readonly number[]): SceneRange | undefined {
  const last = starts.findLastIndex((start) => start <= endLine);
  if (last === -1) return undefined;
  return {
    first: Math.max(
      0,
      starts.findLastIndex((start) => start <= startLine),
    ),
    last,
  };
}
