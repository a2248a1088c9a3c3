/**
 * Lines and columns of offsets into a decoded text.
 */
import type { DecodedText } from './decode.js';

/** A place in the source: line and column from 1, the column in UTF-16 code units. */
export interface SourcePosition {
  readonly line: number;
  readonly column: number;
}

/** Turns offsets into a decoded text into lines and columns, as `DecodedText.lines` counts them. */
export class SourcePositions {
  readonly #starts: number[] = [];

  constructor(source: DecodedText) {
    let offset = 0;
    for (const line of source.lines) {
      this.#starts.push(offset);
      offset += line.length;
      offset += source.text.startsWith('\r\n', offset) ? 2 : 1;
    }
  }

  /** Position of an offset; offsets past the end give a column past the last line's end. */
  at(offset: number): SourcePosition {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (this.#starts[low] ?? 0) + 1 };
  }
}
