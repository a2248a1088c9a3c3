import { describe, expect, it } from 'vitest';
import { decodeLines, type LineModel, weighLines } from './decode.js';

const MODEL: LineModel = {
  classes: ['action', 'character', 'dialogue'],
  // Dialogue follows cues and dialogue only; a cue is never last before action.
  transitions: [
    [0, 0, -8],
    [-8, -8, 2],
    [0, 0, 0],
  ],
};

const decode = (rows: readonly (readonly number[])[], indents: readonly number[]) => {
  const { best, probabilities } = decodeLines(
    MODEL,
    weighLines(MODEL, { logits: Float32Array.from(rows.flat()), indents }),
  );
  return { kinds: [...best].map((index) => MODEL.classes[index]), probabilities };
};

const SURE_ACTION = [4, 0, 0];
const SURE_CUE = [0, 4, 0];
const SURE_DIALOGUE = [0, 0, 4];
const UNSURE = [0, 0, 0];

describe('decodeLines', () => {
  it('reads what a line may be from what stands before it', () => {
    expect(decode([SURE_CUE, UNSURE, SURE_ACTION], [0, 0, 0]).kinds).toEqual(['character', 'dialogue', 'action']);
  });

  it('learns the columns of the script from the lines that are sure', () => {
    const rows = [SURE_ACTION, SURE_CUE, SURE_DIALOGUE, SURE_ACTION, SURE_CUE, SURE_DIALOGUE, UNSURE];
    const columns = [0, 20, 10, 0, 20, 10];
    expect(decode(rows, [...columns, 0]).kinds.at(-1)).toBe('action');
    expect(decode(rows, [...columns, 10]).kinds.at(-1)).toBe('dialogue');
  });

  it('gives probabilities that sum to one on every line', () => {
    const { probabilities } = decode([UNSURE, SURE_CUE, SURE_DIALOGUE], [0, 3, 3]);
    for (let at = 0; at < 9; at += 3) {
      expect(probabilities.slice(at, at + 3).reduce((a, b) => a + b, 0)).toBeCloseTo(1);
    }
  });

  it('reads nothing in nothing', () => {
    expect(decode([], []).kinds).toEqual([]);
  });

  it('stays finite over many lines and extreme evidence', () => {
    const rows = Array.from({ length: 5000 }, (_, at) => (at % 2 ? [900, -900, -900] : [-900, 900, -900]));
    const { probabilities } = decode(
      rows,
      rows.map(() => 0),
    );
    expect(probabilities.every((value) => value >= 0 && value <= 1)).toBe(true);
  });
});
