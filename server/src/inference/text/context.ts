/** A text and the lines before it, as one row of tokens. */

/** A text after the lines before it. */
export interface TextInContext {
  readonly text: string;
  /** The lines before it, oldest first. A line may begin with its own speaker, `NAME: words`. */
  readonly context: readonly string[];
  /** Who speaks it; empty when nobody does. */
  readonly speaker: string;
}

/** What comes before a text as one string, as models were trained to see it: its speaker at the end. */
export function contextOf({ context, speaker }: TextInContext): string {
  return [...context, ...(speaker === '' ? [] : [`${speaker}:`])].join(' ');
}

/**
 * A row that begins with the last `limit` tokens of a context: `begin context end text end`. Both are given as the tokenizer
 * makes them, with a beginning and an end; the model averages what follows the last end but one.
 */
export function inContext(text: Int32Array, context: Int32Array, limit: number): Int32Array {
  const before = context.subarray(1, -1).slice(-limit);
  if (before.length === 0) return text;
  return Int32Array.from([text[0]!, ...before, text.at(-1)!, ...text.subarray(1)]);
}
