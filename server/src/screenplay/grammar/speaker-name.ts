/**
 * Names out of cues that are known to be cues, whatever their form.
 */
import { parseCharacterCue } from './character-cue.js';

/** Stands after the name in some layouts (`LUCERO:`). */
const AFTER_NAME = /[\s.:]{1,5}$/u;

/** Upper-case name of the speaker in a line that its place has shown to be a cue, extensions taken off. */
export function speakerName(cue: string): string {
  const plain = cue.trim();
  const read = parseCharacterCue(plain) ?? parseCharacterCue(`@${plain.replace(AFTER_NAME, '')}`);
  return read?.name ?? plain.toUpperCase();
}
