/**
 * A screenplay as the engine understands it: scenes, each a list of typed elements, every element with the place in the
 * source it came from. Types only.
 */
import type { StoryPlan } from './story-plan.js';

/** File formats the engine reads. */
export type ScriptFormat = 'fountain' | 'fdx' | 'pdf' | 'text' | 'markdown' | 'celtx' | 'fadein' | 'highland';

/** Language of a text: ISO 639-1 where the engine speaks it, `und` when it could not be told or is another language. */
export type Language = 'es' | 'en' | 'und';

/**
 * Where an element stands in the source. Lines and columns count from 1; columns are UTF-16 code units; the end column
 * is exclusive. For Fountain, plain text and FDX, lines are those of the decoded file (FDX: lines of the XML; Celtx, Fade In, Highland:
 * lines of the script's file in the archive); for PDF
 * they are the lines read off the pages, counted through the whole document, and `page` is set.
 */
export interface SourceSpan {
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
  /** Page of the first line, from 1, where the format has pages (PDF). */
  readonly page?: number;
}

/** What a run of source text is in a screenplay. */
export type ElementKind =
  | 'section'
  | 'scene_heading'
  | 'action'
  | 'character'
  | 'parenthetical'
  | 'dialogue'
  | 'lyrics'
  | 'transition'
  | 'synopsis'
  | 'note';

/** One typed run of source text. `text` has line wraps of the page undone; line ends the writer meant are kept as `\n`. */
export interface ScriptElement {
  readonly kind: ElementKind;
  readonly text: string;
  readonly span: SourceSpan;
  /** Who speaks, normalised (see {@link CharacterCue}); set on character, parenthetical, dialogue and lyrics. */
  readonly speaker?: string;
  /** True for the second column of dual dialogue. */
  readonly dual?: boolean;
  /** How sure the reader is of the kind, 0..1; left out where form, place and neighbours agree. */
  readonly confidence?: number;
}

/** Interior or exterior, as a heading says it. */
export type Setting = 'INT' | 'EXT' | 'INT/EXT' | 'EST';

/** Times of day that headings in both languages come down to. */
export type TimeOfDay =
  | 'DAY'
  | 'NIGHT'
  | 'MORNING'
  | 'AFTERNOON'
  | 'EVENING'
  | 'DAWN'
  | 'DUSK'
  | 'CONTINUOUS'
  | 'LATER'
  | 'EARLIER'
  | 'SAME';

/** A scene heading taken apart. Missing parts are what the heading does not say. */
export interface SceneHeading {
  readonly text: string;
  readonly setting?: Setting;
  /** Place, upper-case with accents kept, e.g. `CASA DE IRINA - BAÑO`. */
  readonly location?: string;
  /** Time of day, upper-case, accents restored (`DIA` → `DÍA`). */
  readonly time?: string;
  /** The time in one word of English, whatever the language: what a breakdown sorts by. */
  readonly timeOfDay?: TimeOfDay;
  /** Scene number as printed, e.g. `12A`. */
  readonly number?: string;
}

/** A character cue taken apart: `MARÍA (V.O.) (CONT'D)` is name `MARÍA`, extensions `V.O.` and `CONT'D`. */
export interface CharacterCue {
  /** Upper-case name without extensions, number signs kept (`NIÑO 1º`). */
  readonly name: string;
  readonly extensions: readonly string[];
  /** True when the cue opens the second column of dual dialogue. */
  readonly dual: boolean;
}

/** A scene: from its heading to the next. The first scene has no heading when text precedes every heading. */
export interface Scene {
  /** Position in the script, from 0. */
  readonly index: number;
  readonly heading?: SceneHeading;
  /** Title of the section (act, chapter) that the scene stands in, when the script names one. */
  readonly section?: string;
  /** Elements in source order, the heading first when there is one. */
  readonly elements: readonly ScriptElement[];
  readonly span: SourceSpan;
  readonly language: Language;
}

/** Something the parser was not sure of. */
export interface ParseWarning {
  /** Source line, from 1. */
  readonly line: number;
  /** What was found and how it was read, in English, without quoting the script. */
  readonly message: string;
  /** How the line was read, and how it may have been meant, where it is a doubt between two. */
  readonly guess?: ElementKind | 'other';
  readonly alternative?: ElementKind | 'other';
  /** How sure the guess is, 0..1. */
  readonly confidence?: number;
}

/** A speaking character. */
export interface Character {
  readonly name: string;
  /** Number of cues. */
  readonly cues: number;
  /** Words of dialogue. */
  readonly words: number;
  /** Indices of the scenes the character speaks in, ascending. */
  readonly scenes: readonly number[];
}

/** What kind of work a script is. */
export type ScriptForm = 'feature' | 'short' | 'pilot' | 'micro_drama' | 'stage_play';

/** The form of a script, and what shows it, in English. */
export interface FoundForm {
  readonly form: ScriptForm;
  readonly evidence: string;
}

/** A place of a script: what its headings call it, and the scenes that play there. */
export interface Location {
  /** As the first of its headings writes it, upper-case. */
  readonly name: string;
  /** Indices of its scenes, ascending. */
  readonly scenes: readonly number[];
}

/** A parsed screenplay. */
export interface Script {
  readonly format: ScriptFormat;
  /** Encoding the bytes were decoded from, e.g. `utf-8`, `utf-16le`, `windows-1252`. */
  readonly encoding: string;
  readonly title?: string;
  readonly language: Language;
  readonly form: FoundForm;
  /** Every element in source order, those before the first scene included. */
  readonly elements: readonly ScriptElement[];
  readonly scenes: readonly Scene[];
  /** Speaking characters by words spoken, most first. */
  readonly characters: readonly Character[];
  /** Places in the order of their first scenes; spellings that differ in accents, articles and stops are one. */
  readonly locations: readonly Location[];
  readonly warnings: readonly ParseWarning[];
  /** Number of source lines. */
  readonly lines: number;
  /** What the writer means it to do: from the tree of the shared database, left out for every other script. */
  readonly plan?: StoryPlan;
}

/** A script as it arrives: bytes and what the sender says of them. */
export interface ScriptSource {
  readonly bytes: Uint8Array;
  /** Left out: found from the bytes. */
  readonly format?: ScriptFormat;
  /** Name for people (a file name or title), never used to decide the format. */
  readonly name?: string;
  /** Request field that the bytes came in, for errors: `script.text`; `script.data` when left out. */
  readonly field?: string;
}
