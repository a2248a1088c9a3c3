/** What a printed line of a script can be to the classifier; `other` belongs to the page and to no element. */
export type LineClass =
  | 'scene_heading'
  | 'action'
  | 'character'
  | 'dialogue'
  | 'parenthetical'
  | 'transition'
  | 'other';

/** A trained model that says of each printed line what it is. */
export interface LineClassifier {
  /** Its classes, in the order of its logits. */
  readonly classes: readonly LineClass[];
  /** Natural logarithm of how often a class (column) follows another (row), over its own frequency. */
  readonly transitions: readonly (readonly number[])[];
  /** Features that it takes of each line. */
  readonly features: number;
  /**
   * Logits of lines, one for each class, row by row.
   *
   * @param features Rows of as many features as the model takes.
   */
  classify(features: Float32Array): Promise<Float32Array>;
}
