/**
 * What every format's reader gives: typed elements in source order, not yet cut into scenes. Types only.
 */
import type { ParseWarning, ScriptElement } from '../domain/script.js';

/** Elements of one script as a reader found them. */
export interface ParsedElements {
  /** Title of the script from its title page. */
  readonly title?: string;
  /** Elements in source order. */
  readonly elements: readonly ScriptElement[];
  /** Places the reader was not sure of, by line. */
  readonly warnings: readonly ParseWarning[];
  /** Number of source lines, the count that spans refer to. */
  readonly lines: number;
}
