/**
 * Headings that say neither INT nor EXT: `1. CASA DE LA ABUELA`. Only a whole script of them shows what they are.
 */
import { parseCharacterCue } from './character-cue.js';
import { parsePrintedHeading } from './printed-heading.js';

const NUMBERED = /^(\d{1,4})[.)][-–—]?\s+[^\p{Ll}]*\p{Lu}[^\p{Ll}]*$/u;
const MAX_LENGTH = 80;
/** Headings, and cues over speeches, from which the numbers are those of scenes. */
const MIN_HEADINGS = 2;
const MIN_CUES = 2;

/**
 * Indices of the lines that head scenes by number and place alone: in capitals, between blank lines, counted from 1
 * upwards, in a script that has speeches and no heading of another kind. Empty for every other script.
 */
export function findNumberedHeadings(lines: readonly string[]): ReadonlySet<number> {
  const found = new Set<number>();
  let latest = 0;
  let cues = 0;
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at]!.trim();
    const opens = !lines[at - 1]?.trim();
    if (line === '' || !opens) continue;
    if (parsePrintedHeading(line)) return NONE;
    const number = lines[at + 1]?.trim() || line.length > MAX_LENGTH ? undefined : NUMBERED.exec(line)?.[1];
    if (number === undefined) {
      if (lines[at + 1]?.trim() && parseCharacterCue(line)) cues++;
      continue;
    }
    if (Number(number) <= latest || (latest === 0 && number !== '1')) return NONE;
    latest = Number(number);
    found.add(at);
  }
  return found.size >= MIN_HEADINGS && cues >= MIN_CUES ? found : NONE;
}

const NONE: ReadonlySet<number> = new Set();
