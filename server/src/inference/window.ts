/** Fits texts of any length into the window a model was trained on. */

const sentences = new Intl.Segmenter('es', { granularity: 'sentence' });

/** Sentences of a text, in order; their concatenation is the text. */
export function splitSentences(text: string): string[] {
  return [...sentences.segment(text)].map((part) => part.segment);
}

/**
 * Packs the tokenised sentences of one text into inputs of at most `window` tokens, special tokens included. A sentence
 * longer than the window is cut. Each input of `encoded` starts with a beginning and ends with an end token; so does
 * each output.
 */
export function packWindows(encoded: readonly Int32Array[], window: number): Int32Array[] {
  const begin = encoded[0]![0]!;
  const end = encoded[0]!.at(-1)!;
  const room = window - 2;
  const packed: number[][] = [];
  let open: number[] = [];
  for (const sentence of encoded) {
    for (const piece of cut(sentence.subarray(1, -1), room)) {
      if (open.length > 0 && open.length + piece.length > room) {
        packed.push(open);
        open = [];
      }
      open.push(...piece);
    }
  }
  packed.push(open);
  return packed.map((ids) => Int32Array.from([begin, ...ids, end]));
}

function cut(ids: Int32Array, room: number): Int32Array[] {
  if (ids.length <= room) return [ids];
  return Array.from({ length: Math.ceil(ids.length / room) }, (_, part) =>
    ids.subarray(part * room, (part + 1) * room),
  );
}
