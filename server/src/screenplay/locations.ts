/**
 * Places of a script: headings that name the same one differently are brought together.
 */
import type { Location, Scene } from '../domain/script.js';

const ACCENTS = /\p{M}/gu;
const ARTICLE = /^(?:THE|EL|LA|LOS|LAS|UN|UNA|AN?)\s+/u;
const SIGNS = /[^\p{L}\p{N}]+/gu;

/** Places in the order of their first scenes. */
export function findLocations(scenes: readonly Scene[]): Location[] {
  const places = new Map<string, { name: string; scenes: number[] }>();
  for (const { index, heading } of scenes) {
    if (heading?.location === undefined) continue;
    const key = keyOf(heading.location);
    const place = places.get(key);
    if (place) place.scenes.push(index);
    else places.set(key, { name: heading.location, scenes: [index] });
  }
  return [...places.values()];
}

const keyOf = (location: string): string =>
  location.normalize('NFD').replace(ACCENTS, '').replace(ARTICLE, '').replace(SIGNS, ' ').trim();
