/**
 * What every format's reader gives: typed elements in source order, not yet cut into scenes.
 */

import type { ElementKind, ParseWarning, SceneHeading, ScriptElement } from '../domain/script.js';
import type { LineVerdict } from './lines/judge.js';

/** Elements of one script as a reader found them. */
export interface ParsedElements {
  /** Title of the script from its title page. */
  readonly title?: string;
  /** Elements in source order. */
  readonly elements: readonly ScriptElement[];
  /**
   * Scene headings taken apart, by their element, where the reader knows more than the element's text says (scene
   * numbers kept outside of it). Headings that are missing here are taken apart from their text.
   */
  readonly headings?: ReadonlyMap<ScriptElement, SceneHeading>;
  /** Places the reader was not sure of, by line. */
  readonly warnings: readonly ParseWarning[];
  /** Number of source lines, the count that spans refer to. */
  readonly lines: number;
  /** Last source line of the title page, from 1; left out when there is none. */
  readonly titlePageEnd?: number;
  /** True where the pages are set as those of a stage play. */
  readonly isPlay?: boolean;
  /** What single lines were judged to be, by source line, where that is known line by line. */
  readonly verdicts?: ReadonlyMap<number, LineVerdict>;
  /**
   * What the rules alone read, where a classifier changed that: whether a text is a screenplay at all is theirs to say,
   * since a classifier finds a class for every line of anything.
   */
  readonly byRules?: Pick<ParsedElements, 'elements' | 'headings'>;
  /** The source lines themselves, where they are not those of a decoded file (PDF). */
  readonly printed?: readonly string[];
}

const IN_SPEECH: ReadonlySet<ElementKind> = new Set(['character', 'parenthetical', 'dialogue', 'lyrics']);

/** True for the kinds that make up a speech, the cue included: those that have a speaker. */
export const isInSpeech = (kind: ElementKind): boolean => IN_SPEECH.has(kind);
