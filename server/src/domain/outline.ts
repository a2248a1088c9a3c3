/** What is known of a script before it is measured. Types only. */
import type { Language, ParseWarning, ScriptFormat } from './script.js';

/** What was read of a script, before anything is measured. */
export interface Outline {
  readonly title?: string;
  readonly format: ScriptFormat;
  readonly language: Language;
  /** Headings of the scenes in order; an empty text for a scene without one. */
  readonly headings: readonly string[];
  readonly warnings: readonly ParseWarning[];
  /** Number of source lines. */
  readonly lines: number;
  /** Words of dialogue and action. */
  readonly words: number;
}
