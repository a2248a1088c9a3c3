/**
 * Stage-play layout: `FERNANDO.— (Sentándose.) ¿Qué tienes?` on one line, directions in parentheses, scenes titled
 * ESCENA PRIMERA, acts ACTO SEGUNDO.
 */
import { parseCharacterCue } from '../grammar/character-cue.js';
import { divisionTitle, sceneLabel } from '../grammar/division-title.js';
import { parseSceneHeading } from '../grammar/scene-heading.js';
import { isTransition } from '../grammar/transition.js';
import type { ParsedElements } from '../parsed-elements.js';
import { ElementWriter } from './element-writer.js';
import { type LayoutLine, sliceLine } from './line.js';
import { findTitleBlock, lastLineBefore } from './title-block.js';

/** `NAME.—`, `Name (dentro).-`: a dash after the stop shows the cue in any case. */
const DASH_CUE =
  /^(\p{Lu}[\p{L}\p{M}\p{N} .,'’ºª°-]{0,58}?)\s?["”]?\s?(\([^()]{1,80}\))?\s?[.:]["”]?\s?[-–—]{1,3}(?![-–—])/u;
/** Says who is in a scene, in the form of a cue. */
const CAST_LIST = /^(?:PERSONAJES|CHARACTERS|CAST|REPARTO|DRAMATIS PERSON[AÆ]E?)\s?:/u;
/** `NAME:` needs capitals. */
const COLON_CUE = /^([\p{Lu}\p{N}][\p{Lu}\p{M}\p{N} .'’ºª°-]{1,40}?)\s?(\([^()]{1,80}\))?\s?:(?!\/)/u;
const MAX_NAME_WORDS = 8;
/** Share of paragraphs that open with a cue from which a text is taken for a stage play. */
const SPEECH_SHARE = 0.3;
/** Printed lines for each speech, at most: where blank lines are lost, paragraphs are too few to tell. */
const MOST_LINES = 20;

/** `NAME. Speech`, as English plays are printed: only names that come again are believed. */
const STOP_CUE = /^(\p{Lu}[\p{Lu}\p{M}\p{N} '’ºª-]{1,30})\.\s+(?=\S)/u;

type FindCue = (text: string) => FoundCue | undefined;

/** What a stage play says; see {@link ParsedElements}. */
type ReadPlay = Pick<ParsedElements, 'title' | 'titlePageEnd' | 'elements' | 'headings'>;

/** True when enough paragraphs open with a name and its speech on the same line. */
export function isStagePlay(lines: readonly LayoutLine[]): boolean {
  return learnCues(lines) !== undefined;
}

/** How this play prints its cues; undefined when it is none. */
function learnCues(lines: readonly LayoutLine[]): FindCue | undefined {
  if (opensWithCues(lines, findCue)) return findCue;
  const names = recurringNames(lines);
  const findStopCue: FindCue = (text) => {
    const match = STOP_CUE.exec(text);
    return match && names.has(match[1]!) ? { nameLength: match[1]!.length, end: match[0].length } : undefined;
  };
  return opensWithCues(lines, findStopCue) ? findStopCue : undefined;
}

function opensWithCues(lines: readonly LayoutLine[], find: FindCue): boolean {
  let printed = 0;
  let paragraphs = 0;
  let speeches = 0;
  lines.forEach((line, at) => {
    if (line.text === '') return;
    printed++;
    const cue = !isTransition(line.text) && find(line.text) !== undefined;
    if (cue) speeches++;
    if (cue || !lines[at - 1]?.text) paragraphs++;
  });
  return speeches > 1 && speeches >= paragraphs * SPEECH_SHARE && speeches * MOST_LINES >= printed;
}

function recurringNames(lines: readonly LayoutLine[]): ReadonlySet<string> {
  const seen = new Set<string>();
  const recurring = new Set<string>();
  for (const { text } of lines) {
    const name = STOP_CUE.exec(text)?.[1];
    if (name === undefined || titleKind(text) || parseCharacterCue(name) === undefined) continue;
    (seen.has(name) ? recurring : seen).add(name);
  }
  return recurring;
}

/** Reads the lines of a stage play, page furniture already taken out. */
export function readStagePlay(lines: readonly LayoutLine[]): ReadPlay {
  const find = learnCues(lines) ?? findCue;
  const titles = lines.map((_, at) => titleAt(lines, at));
  const { title, end } = findTitleBlock(lines, {
    isStructure: (at) => titles[at] !== undefined,
    isCue: (at) => find(lines[at]!.text) !== undefined,
    isProse: () => false,
  });
  const reader = new StagePlayReader(lines, titles, find);
  return { ...(title && { title }), titlePageEnd: lastLineBefore(lines, end), ...reader.read(end) };
}

type TitleKind = 'section' | 'scene_heading' | 'transition';

/** Telenovelas stack a scene's number, its heading and its cast without blank lines between. */
function titleAt(lines: readonly LayoutLine[], at: number): TitleKind | undefined {
  const { text } = lines[at]!;
  if (standsAlone(lines, at)) return titleKind(text);
  if (lines[at - 1]?.text && sceneLabel(lines[at - 1]!.text) === undefined) return undefined;
  return sceneLabel(text) !== undefined || parseSceneHeading(text)?.setting ? 'scene_heading' : undefined;
}

function titleKind(text: string): TitleKind | undefined {
  if (parseSceneHeading(text)) return 'scene_heading';
  return divisionTitle(text) ?? (isTransition(text) ? 'transition' : undefined);
}

interface FoundCue {
  /** Length of the cue's name, with a direction that stands before the dash. */
  readonly nameLength: number;
  readonly direction?: { readonly from: number; readonly to: number };
  /** Index at which the speech begins. */
  readonly end: number;
}

function findCue(text: string): FoundCue | undefined {
  if (CAST_LIST.test(text)) return undefined;
  const match = DASH_CUE.exec(text) ?? COLON_CUE.exec(text);
  if (!match) return undefined;
  const [whole, name, direction] = match as unknown as [string, string, string | undefined];
  if (name.split(' ').length > MAX_NAME_WORDS || !/\p{Lu}/u.test(name)) return undefined;
  const from = direction === undefined ? -1 : text.indexOf(direction, name.length);
  return {
    nameLength: name.length,
    ...(direction !== undefined && { direction: { from, to: from + direction.length } }),
    end: whole.length,
  };
}

class StagePlayReader {
  readonly #writer = new ElementWriter({ directionsInParentheses: true });
  #depth = 0;

  constructor(
    private readonly lines: readonly LayoutLine[],
    private readonly titles: readonly (TitleKind | undefined)[],
    private readonly findCue: FindCue,
  ) {}

  read(start: number): ReadPlay {
    for (let at = start; at < this.lines.length; at++) this.#readLine(at);
    return this.#writer.finish();
  }

  #readLine(at: number): void {
    const line = this.lines[at]!;
    const title = this.titles[at];
    const cue = this.#depth > 0 ? undefined : this.findCue(line.text);
    if (line.text === '') this.#endParagraph();
    else if (title) this.#writer.start(title, line);
    else if (CAST_LIST.test(line.text)) this.#writer.start('note', line);
    else if (cue) this.#startSpeech(line, cue);
    else if (this.#writer.speaker !== undefined) this.#readSpeech(line);
    else this.#readDirection(line);
  }

  #endParagraph(): void {
    this.#depth = 0;
    this.#writer.endSpeech();
  }

  #startSpeech(line: LayoutLine, cue: FoundCue): void {
    this.#writer.start('character', sliceLine(line, 0, cue.nameLength));
    if (cue.direction) this.#writer.start('parenthetical', sliceLine(line, cue.direction.from, cue.direction.to));
    this.#readSpeech(sliceLine(line, cue.end, line.text.length));
  }

  /** Cuts directions out of what is spoken; a direction may run over lines. */
  #readSpeech(line: LayoutLine): void {
    let from = 0;
    for (let at = 0; at <= line.text.length; at++) {
      const character = line.text[at];
      const opens = character === '(' && this.#depth === 0;
      const closes = character === ')' && this.#depth === 1;
      if (character === '(') this.#depth++;
      if (character === ')' && this.#depth > 0) this.#depth--;
      if (!opens && !closes && character !== undefined) continue;
      const to = closes ? at + 1 : at;
      const spoken = opens || (character === undefined && this.#depth === 0);
      this.#take(spoken ? 'dialogue' : 'parenthetical', sliceLine(line, from, to));
      if (closes) this.#writer.close();
      from = to;
    }
  }

  #take(kind: 'dialogue' | 'parenthetical', part: LayoutLine): void {
    if (part.text !== '') this.#writer.put(kind, part);
  }

  #readDirection(line: LayoutLine): void {
    this.#writer.put('action', line);
  }
}

function standsAlone(lines: readonly LayoutLine[], at: number): boolean {
  return !lines[at - 1]?.text && !lines[at + 1]?.text;
}
