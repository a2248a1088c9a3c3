/**
 * Features of every printed line of a script: its form, its place, what the script does elsewhere, its neighbours.
 */
import type { LayoutLine } from '../layout/line.js';
import { FORM_FEATURES, measureForm } from './form.js';
import { measurePlace, type PageHabits, PLACE_FEATURES, type Place, surveyPages } from './place.js';

/** Neighbours whose own features are added, as distances in printed lines. */
const NEIGHBOURS = [-2, -1, 1, 2] as const;
const REACH = 2;
const OWN_FEATURES = FORM_FEATURES + PLACE_FEATURES;

/** Features of one line: its own and those of four neighbours. */
export const LINE_FEATURES = OWN_FEATURES * (1 + NEIGHBOURS.length);

/** Features of the printed lines of one script, measured a stretch at a time: all at once would fill the memory. */
export class LineFeatures {
  readonly #habits: PageHabits;
  /** Cues come again and again: the form of equal lines is measured once. */
  readonly #forms = new Map<string, readonly number[]>();

  constructor(
    private readonly printed: readonly LayoutLine[],
    private readonly places: readonly Place[],
  ) {
    this.#habits = surveyPages(printed, places);
  }

  /** Rows of the lines from one index up to another, exclusive; neighbours that are not there are zero. */
  measure(from: number, to: number): Float32Array {
    const first = Math.max(0, from - REACH);
    const last = Math.min(this.printed.length, to + REACH);
    const own = Array.from({ length: last - first }, (_, index) => this.#measureOwn(first + index));
    const rows = new Float32Array((to - from) * LINE_FEATURES);
    for (let at = from; at < to; at++) {
      [0, ...NEIGHBOURS].forEach((distance, slot) => {
        const neighbour = own[at + distance - first];
        if (neighbour) rows.set(neighbour, (at - from) * LINE_FEATURES + slot * OWN_FEATURES);
      });
    }
    return rows;
  }

  #measureOwn(at: number): Float32Array {
    const { text } = this.printed[at]!;
    const form = this.#forms.get(text) ?? measureForm(text);
    this.#forms.set(text, form);
    const own = new Float32Array(OWN_FEATURES);
    own.set(form);
    own.set(measurePlace(this.printed, this.places, at, this.#habits), FORM_FEATURES);
    return own;
  }
}
