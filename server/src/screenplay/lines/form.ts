/**
 * What one line looks like by itself, as numbers.
 */
import { parseCharacterCue } from '../grammar/character-cue.js';
import { divisionTitle } from '../grammar/division-title.js';
import { isPageFurniture } from '../grammar/page-furniture.js';
import { parsePrintedHeading } from '../grammar/printed-heading.js';
import { parseTimeOfDay } from '../grammar/time-of-day.js';
import { isTransition } from '../grammar/transition.js';
import { measureDiction } from './vocabulary.js';

/** Characters looked at; what a longer paragraph is shows by then. */
const MAX_LENGTH = 400;
const EXTENSION = /\((?:V\.?\s?O|O\.?\s?[SC]|F\.?\s?C|EN OFF|OFF|CONT|MORE|M[ÁA]S)/iu;
const SETTING = /\b(?:INT|EXT|INTERIOR|EXTERIOR|I\/E)\b[./]?/u;
const MOVE =
  /\b(?:CUT|FADE|DISSOLVE|WIPE|SMASH|IRIS|CORTE|CORTA|FUNDE|FUNDIDO|ENCADENAD[OA]|DISOLVENCIA|TRANSITION|BACK)\b/iu;
const TIME_TAIL = /[-–—.,/]\s*([^-–—.,/]{3,24})\W*$/u;

const letters = (text: string, form: RegExp): number => text.match(form)?.length ?? 0;

const flag = (value: boolean): number => (value ? 1 : 0);

/** Number of features that {@link measureForm} gives. */
export const FORM_FEATURES = 46;

/** Features of a line's form, each about 0..1. Their order is part of the trained model. */
export function measureForm(line: string): number[] {
  const text = line.slice(0, MAX_LENGTH);
  const words = text.split(/\s+/u).filter((word) => /[\p{L}\p{N}]/u.test(word));
  return [...grammarOf(text), ...caseOf(text, words), ...signsOf(text), ...lengthOf(text, words), ...dictionOf(text)];
}

function grammarOf(text: string): number[] {
  const short = text.length <= 200;
  const tail = short ? TIME_TAIL.exec(text)?.[1] : undefined;
  return [
    flag(short && parsePrintedHeading(text) !== undefined),
    flag(tail !== undefined && parseTimeOfDay(tail) !== undefined),
    flag(SETTING.test(text)),
    flag(short && isTransition(text)),
    flag(MOVE.test(text)),
    flag(parseCharacterCue(text) !== undefined),
    flag(EXTENSION.test(text)),
    flag(isPageFurniture(text)),
    flag(divisionTitle(text) !== undefined),
  ];
}

function caseOf(text: string, words: readonly string[]): number[] {
  const upper = letters(text, /\p{Lu}/gu);
  const all = letters(text, /\p{L}/gu);
  const capitals = words.filter((word) => word.length > 1 && !/\p{Ll}/u.test(word) && /\p{Lu}/u.test(word)).length;
  const titled = words.filter((word) => /^\P{L}*\p{Lu}/u.test(word)).length;
  return [
    flag(all > 0 && upper === all),
    all === 0 ? 0 : upper / all,
    words.length === 0 ? 0 : capitals / words.length,
    words.length === 0 ? 0 : titled / words.length,
    flag(/^\P{L}*\p{Ll}/u.test(text)),
    flag(all === 0),
  ];
}

function signsOf(text: string): number[] {
  const opened = letters(text, /\(/gu);
  const closed = letters(text, /\)/gu);
  return [
    flag(text.startsWith('(')),
    flag(text.endsWith(')')),
    flag(opened > closed),
    flag(closed > opened),
    flag(/[.!?…]["”»')]*$/u.test(text)),
    flag(/:$/u.test(text)),
    flag(/,$/u.test(text)),
    flag(/[-–—]$/u.test(text)),
    flag(/\?/u.test(text)),
    flag(/[!¡]/u.test(text)),
    flag(/\.\.\.|…|--/u.test(text)),
    flag(/["“”«»]/u.test(text)),
    flag(/^\P{L}*\d/u.test(text)),
    flag(/\d\W*$/u.test(text)),
  ];
}

function lengthOf(text: string, words: readonly string[]): number[] {
  const count = words.length;
  return [
    Math.min(1.5, text.length / 60),
    flag(count <= 1),
    flag(count === 2),
    flag(count === 3),
    flag(count > 3 && count < 7),
    flag(text.length > 80),
  ];
}

function dictionOf(text: string): number[] {
  return Object.values(measureDiction(text));
}
