/** Fits texts of any length into the window a model was trained on. */

const sentences = new Intl.Segmenter('es', { granularity: 'sentence' });

/**
 * UTF-16 code units that are cut at a time: the segmenter copies all it was given for every sentence, so a long text given
 * whole would take time and memory by the square of its length. Far more than fits a window.
 */
const BLOCK = 2048;

/**
 * Sentences of a text, in order; their concatenation is the text. A sentence longer than 2048 code units is cut, never
 * inside a character.
 */
export function splitSentences(text: string): string[] {
  const parts: string[] = [];
  for (let at = 0; at < text.length; ) {
    const block = blockAt(text, at);
    const found = Array.from(sentences.segment(block), (part) => part.segment);
    // The last one may go on behind the block: it begins the next.
    if (at + block.length < text.length && found.length > 1) found.pop();
    for (const part of found) {
      parts.push(part);
      at += part.length;
    }
  }
  return parts;
}

function blockAt(text: string, at: number): string {
  const block = text.slice(at, at + BLOCK);
  return at + BLOCK < text.length ? block.replace(/[\uD800-\uDBFF]$/, '') : block;
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

/** The first `window` tokens of a text, the last of them its end token. */
export function cutWindow(ids: Int32Array, window: number): Int32Array {
  const cut = ids.slice(0, window);
  cut[window - 1] = ids.at(-1)!;
  return cut;
}
