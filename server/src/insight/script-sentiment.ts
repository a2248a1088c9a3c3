import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Calibration } from '../domain/calibration.js';
import type { Script } from '../domain/script.js';
import type { SceneSentiment, ScriptSentiment } from '../domain/sentiment.js';
import { describeActs } from './acts.js';
import type { Appraise } from './affect.js';
import { describeCharacters } from './characters.js';
import type { Reading } from './reading.js';

/** Most scenes named as the strongest. */
const STRONGEST = 5;

/**
 * The arc over a script: from all its readings, and its scenes with their strength measured. Each part resamples every
 * reading; the event loop gets a turn between them.
 */
export async function describeScript(
  script: Script,
  readings: readonly (readonly Reading[])[],
  scenes: readonly SceneSentiment[],
  calibration: Calibration,
  appraise: Appraise,
): Promise<ScriptSentiment> {
  const all = readings.flat();
  await nextTurn();
  const affect = appraise(all);
  await nextTurn();
  const acts = describeActs(readings, calibration, appraise);
  await nextTurn();
  const characters = describeCharacters(script.characters, all, appraise);
  return { affect, acts, strongest: strongestScenes(scenes), characters };
}

function strongestScenes(scenes: readonly SceneSentiment[]): SceneSentiment[] {
  const standing = scenes.filter(({ strength }) => (strength ?? 0) > 0);
  return standing.sort((a, b) => b.strength! - a.strength!).slice(0, STRONGEST);
}
