import type { TextInput } from './gen/guionix/ml/v1/inference.js';

/** A text: by itself, or with the lines before it and who speaks it, for models that read them. */
export type TextSource =
  | string
  | {
      readonly text: string;
      /** Lines before it in the scene, oldest first, at most 16. */
      readonly context?: readonly string[] | undefined;
      /** Who speaks it. */
      readonly speaker?: string | undefined;
    };

/**
 * Puts a text into the form the wire has.
 *
 * @throws TypeError for a value that is no text: callers in JavaScript have no compiler to tell them.
 */
export function toTextInput(source: TextSource, id: number): TextInput {
  const { text, context = [], speaker = '' } = typeof source === 'string' ? { text: source } : (source ?? {});
  if (typeof text !== 'string') throw new TypeError('a text must be a string or { text: string }');
  return { id, text, context: [...context], speaker };
}
