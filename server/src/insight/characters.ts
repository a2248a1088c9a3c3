import type { Character } from '../domain/script.js';
import type { CharacterSentiment } from '../domain/sentiment.js';
import type { Appraise } from './affect.js';
import { weightedMean } from './bootstrap.js';
import type { Reading } from './reading.js';

/** Most characters to describe. */
const LIMIT = 20;

/** What the lines of each character make people feel, for those who speak most. */
export function describeCharacters(
  characters: readonly Character[],
  readings: readonly Reading[],
  appraise: Appraise,
): CharacterSentiment[] {
  const bySpeaker = groupBy(readings, ({ segment }) => segment.speaker);
  return characters.slice(0, LIMIT).flatMap(({ name, cues, words }) => {
    const lines = bySpeaker.get(name);
    return lines ? { name, cues, words, affect: appraise(lines), scenes: valenceByScene(lines) } : [];
  });
}

function valenceByScene(lines: readonly Reading[]): CharacterSentiment['scenes'] {
  const scenes = groupBy(lines, ({ segment }) => segment.scene);
  return [...scenes].map(([scene, spoken]) => ({
    scene,
    valence: weightedMean(spoken.map(({ encoding }) => ({ value: encoding.valence, weight: encoding.tokens }))),
  }));
}

function groupBy<Key>(readings: readonly Reading[], key: (reading: Reading) => Key): Map<Key, Reading[]> {
  const groups = new Map<Key, Reading[]>();
  for (const reading of readings) {
    const group = groups.get(key(reading));
    if (group) group.push(reading);
    else groups.set(key(reading), [reading]);
  }
  return groups;
}
