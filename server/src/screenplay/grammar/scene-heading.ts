/**
 * Scene headings, in English and Spanish, setting first (`INT. CASA - DÍA`) or place first (`CASA. INT - DÍA`).
 */
import type { SceneHeading, Setting } from '../../domain/script.js';
import { stripEmphasis } from './emphasis.js';
import { REVISION_MARK } from './revision-mark.js';
import { singleSpaces } from './single-spaces.js';
import { parseTimeOfDay, toTimeOfDay } from './time-of-day.js';

/** No heading is longer; longer lines are prose, and are not looked at further. */
const MAX_LENGTH = 200;

const ONE = '(?:INTERIOR(?:ES)?|EXTERIOR(?:ES)?|INT|EXT)';
const SETTING = `(?:${ONE}\\b\\.?\\s?[/\\-–&]\\s?${ONE}|I\\.?/E|E\\.?/I|${ONE}|EST)`;
/** What may follow a setting so that `INTIMA`, `ESTEBAN` and "External" are none. */
const BOUNDARY = '(?:\\s*[./:,;\\-–—]+\\s*|\\s+)';

const SETTING_FIRST = new RegExp(`^(${SETTING})(${BOUNDARY})(.+)$`, 'iu');
const PLACE_FIRST = new RegExp(
  `^(.*?\\S)(\\s*[.,;/(\\-–—]{1,3}\\s*|\\s+)(${SETTING})(?:$|(?:${BOUNDARY}|[.)]+)(.*)$)`,
  'iu',
);

/** What every heading holds, its scene number still on it: hardly any other line does, and none of them is looked at further. */
const HOLDS_SETTING = new RegExp(`${SETTING}(?:$|[^\\p{L}]|[A-Z]{1,2}\\d)`, 'iu');

const LABEL = '(?:SEC(?:UENCIA)?|ESC(?:ENA)?|SC(?:ENE)?|SEQ(?:UENCE)?)';
const SCENE_NUMBER = '[A-Z]{0,2}\\d{1,4}[A-Z]{0,2}(?:[.\\-]\\d{1,3})?';
const LABELLED_NUMBER = new RegExp(
  `^${LABEL}\\b[.:]?\\s*(?:N[º°.o]+\\s*)?(${SCENE_NUMBER})(?:\\s*[.):\\-–—/,]+\\s*|\\s+)`,
  'iu',
);
const NUMBER_BEFORE_SETTING = new RegExp(`^(${SCENE_NUMBER})[.):\\-–—]*\\s*(?=${SETTING}[\\s./:,\\-–—])`, 'iu');
const NUMBER_BEFORE_PLACE = /^(\d{1,4}[A-Z]?)[.):\-–—]*\s+/iu;
const NUMBER_AND_STOP = /^(\d{1,4}[A-Z]?)[.)][-–—]?\s+(?=\S)/u;
const FOUNTAIN_NUMBER = /\s*#([\p{L}\p{N}.-]{1,12})#\s*$/u;
const NUMBER_AFTER_GAP = /(?:\t|\s{2,})\(?(\d{1,4}[A-Z]{0,2})[.)]?$/iu;

/** Words that writers put before a whole heading: `FLASHBACK - INT. …`, `CUT TO: INT. …`. */
const LEAD_IN = new RegExp(
  `^(?:(?:FLASHBACK|FLASH[ -]?FORWARD|MONTAGE|MONTAJE|DREAM|SUEÑO|INSERT|INTERCUT)\\b[\\s:.\\-–—]*|[\\p{Lu}\\s]{2,20} (?:TO|A):\\s*)(?=${SETTING}[\\s./])`,
  'u',
);

/** What parts of a heading stand between. A lone hyphen inside a word is none, save before a time at the end. */
const SEPARATOR = /\s*(?:-{2,}|[–—])\s*|\s+-\s*|-\s+|[.:;,]\s+|\s*\/\s*/gu;
const HYPHEN_TIME = /^(.*\S)[-.]([^-.]+)[.]?$/u;
const GLUED_TIME =
  /^(.*\S)(?<!(?:^|\s)(?:DE|DEL|LA|EL|EN|OF|THE|AT))\s+(DAY|NIGHT|MORNING|EVENING|DUSK|D[IÍ]A|NOCHE|ATARDECER|AMANECER)\W*$/iu;
const TRAILING_NOTE = /\s*\(([^()]*)\)\s*[.]*$/u;
const EDGE_PUNCTUATION = /^[\s.,:;/\-–—]+|[\s,:;/\-–—]+$/gu;
const FINAL_STOP = /(?<!(?:^|[\s.])\p{L})\.+$/u;

/**
 * Reads a line as a scene heading, in any case; undefined when it is none. `text` comes back without emphasis marks and
 * without printed scene numbers. Names and sentences that only begin like a heading (`ESTEBAN`, `Interesting.`) are none.
 */
export function parseSceneHeading(line: string): SceneHeading | undefined {
  if (line.length > MAX_LENGTH) return undefined;
  const plain = stripEmphasis(line.trim().replace(REVISION_MARK, '')).trim();
  if (!HOLDS_SETTING.test(plain)) return undefined;
  const { text, number } = takeNumber(plain);
  const parts = readSettingFirst(text.replace(LEAD_IN, '')) ?? readPlaceFirst(text);
  return parts && toHeading(text, number, parts);
}

/** Reads the text of a heading that the writer forced (Fountain's leading `.`, which may be left on). Always a heading. */
export function forcedSceneHeading(text: string): SceneHeading {
  const heading = text.trim().replace(/^\./, '');
  const read = parseSceneHeading(heading);
  if (read) return read;
  const numbered = FOUNTAIN_NUMBER.exec(heading) ?? NUMBER_AND_STOP.exec(heading);
  const bare = squeeze(stripEmphasis(numbered ? heading.replace(numbered[0], '') : heading));
  return toHeading(bare, numbered?.[1], bare.length > MAX_LENGTH ? { location: bare } : readPlaceAndTime(bare));
}

interface HeadingParts {
  readonly setting?: Setting;
  readonly location?: string;
  readonly time?: string;
}

function toHeading(text: string, number: string | undefined, parts: HeadingParts): SceneHeading {
  const { setting, time } = parts;
  const timeOfDay = time && toTimeOfDay(time);
  const location = parts.location && tidyPlace(parts.location).toUpperCase();
  return {
    text,
    ...(setting && { setting }),
    ...(location && { location }),
    ...(time && { time }),
    ...(timeOfDay && { timeOfDay }),
    ...(number && { number }),
  };
}

/** Takes the scene number off, wherever it is printed: before, after, on both sides, glued or between `#`. */
function takeNumber(line: string): { text: string; number?: string } {
  const fountain = FOUNTAIN_NUMBER.exec(line);
  if (fountain)
    return { text: takeNumber(line.slice(0, fountain.index)).text, number: fountain[1]!.replace(/\.$/, '') };
  const before = LABELLED_NUMBER.exec(line) ?? NUMBER_BEFORE_SETTING.exec(line) ?? NUMBER_BEFORE_PLACE.exec(line);
  if (before) {
    const number = before[1]!.toUpperCase();
    return { text: squeeze(withoutRepeated(line.slice(before[0].length), number)), number };
  }
  const after = NUMBER_AFTER_GAP.exec(line);
  if (after) return { text: squeeze(line.slice(0, after.index)), number: after[1]!.toUpperCase() };
  return { text: squeeze(line) };
}

/** Shooting scripts print the number in both margins, sometimes glued to the last word. */
function withoutRepeated(text: string, number: string): string {
  const trimmed = text.trimEnd().replace(/[.)]$/, (stop) => (text.trimEnd().slice(0, -1).endsWith(number) ? '' : stop));
  return trimmed.toUpperCase().endsWith(number) ? trimmed.slice(0, -number.length) : text;
}

function readSettingFirst(text: string): HeadingParts | undefined {
  const match = SETTING_FIRST.exec(text);
  if (!match) return undefined;
  const [, setting, boundary, rest] = match as unknown as [string, string, string, string];
  const parts = readGluedTime(readPlaceAndTime(rest));
  if (!/[\p{L}\p{N}]/u.test(rest)) return undefined;
  if (!isUpperCase(text) && !parts.time && opensSentence(setting, boundary, rest)) return undefined;
  return { setting: toSetting(setting), ...parts };
}

/** In lower case "Exterior shot of a house", "Est. 1990" and "Ext. 224" are no headings. */
function opensSentence(setting: string, boundary: string, rest: string): boolean {
  return boundary.trim() === '' || setting.toUpperCase() === 'EST' || !/\p{L}/u.test(rest);
}

function readPlaceFirst(text: string): HeadingParts | undefined {
  const match = PLACE_FIRST.exec(text);
  if (!match || /:$/.test(match[1]!)) return undefined;
  const [, place, gap, setting, after = ''] = match as unknown as [string, string, string, string, string?];
  const rest = readPlaceAndTime(after);
  const onlyTime = rest.time !== undefined && rest.location === undefined;
  const punctuated = gap.trim() !== '';
  if (!isUpperCase(text) && !(onlyTime && punctuated)) return undefined;
  if (!rest.time && (after.trim() !== '' || !punctuated || setting.toUpperCase() === 'EST')) return undefined;
  const location = rest.location ? `${tidyPlace(place)} - ${tidyPlace(rest.location)}` : place;
  return { setting: toSetting(setting), location, ...(rest.time && { time: rest.time }) };
}

function toSetting(printed: string): Setting {
  const upper = printed.toUpperCase();
  if (upper === 'EST') return 'EST';
  const interior = /^I|[/\-–&]\s?I/.test(upper);
  const exterior = /^E|[/\-–&]\s?E/.test(upper);
  if (interior && exterior) return 'INT/EXT';
  return interior ? 'INT' : 'EXT';
}

/** Splits what follows a setting into place and time of day, in either order; the parts after the time are notes. */
function readPlaceAndTime(rest: string): HeadingParts {
  const { text, note } = takeNote(rest);
  const noteTime = note && parseTimeOfDay(note);
  const pieces = splitPieces(text);
  const times = pieces.map((piece) => parseTimeOfDay(piece.text));
  const first = times.findIndex((time) => time !== undefined);
  if (first < 0) return { location: text, ...(noteTime && { time: noteTime }) };
  if (first > 0) return { location: text.slice(0, pieces[first - 1]!.end), time: times[first]! };
  const next = times.findIndex((time, index) => index > 0 && time !== undefined);
  const end = next < 0 ? text.length : pieces[next - 1]!.end;
  const location = pieces.length > 1 && next !== 1 ? text.slice(pieces[1]!.start, end) : undefined;
  return { ...(location && { location }), time: times[0]! };
}

/** Hurried headings set nothing between place and time: `INT HOUSE DAY`. */
function readGluedTime(parts: HeadingParts): HeadingParts {
  const match = parts.time === undefined ? GLUED_TIME.exec(parts.location ?? '') : null;
  const time = match && parseTimeOfDay(match[2]!);
  return time ? { ...parts, location: match[1]!, time } : parts;
}

interface Piece {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

function splitPieces(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let start = 0;
  const push = (end: number): void => {
    if (text.slice(start, end).trim() !== '') pieces.push({ text: text.slice(start, end), start, end });
  };
  for (const separator of text.matchAll(SEPARATOR)) {
    push(separator.index);
    start = separator.index + separator[0].length;
  }
  const glued = HYPHEN_TIME.exec(text.slice(start));
  if (glued && !parseTimeOfDay(text.slice(start)) && parseTimeOfDay(glued[2]!)) {
    const hyphen = start + glued[1]!.length;
    push(hyphen);
    start = hyphen + 1;
  }
  push(text.length);
  return pieces;
}

/** Takes remarks in parentheses off the end: "(FLASHBACK)". */
function takeNote(rest: string): { text: string; note?: string } {
  const match = TRAILING_NOTE.exec(rest);
  return match && match.index > 0 ? { text: rest.slice(0, match.index), note: match[1]! } : { text: rest };
}

const tidyPlace = (place: string): string => place.replace(EDGE_PUNCTUATION, '').replace(FINAL_STOP, '');

const squeeze = (text: string): string => singleSpaces(text.trim());

const isUpperCase = (text: string): boolean => !/\p{Ll}/u.test(text);
