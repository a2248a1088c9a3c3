/**
 * From each line's own evidence to the labels of a whole script: which class may follow which, and which columns the
 * script keeps for each class, learnt from the script itself.
 */

import type { LineClassifier } from '../../domain/line-classifier.js';

/** What a trained classifier knows beside its weights. */
export type LineModel = Pick<LineClassifier, 'classes' | 'transitions'>;

/** Evidence on every line of a script. */
export interface LineEvidence {
  /** Logits, line by line, one for each class. */
  readonly logits: Float32Array;
  /** Indents of the lines in columns. */
  readonly indents: readonly number[];
}

/** The best labels, as class indices, and the probability of each class on each line. */
export interface DecodedLines {
  readonly best: Uint8Array;
  readonly probabilities: Float64Array;
}

/** Weight of the order of classes, which each line's evidence knows in part from its neighbours. */
const ORDER = 0.5;
/** Weight of a column's habits, rounds in which they are learnt, and the most they may say. */
const COLUMN = 0.7;
const ROUNDS = 2;
const MOST = 3;
/** Lines that every class is taken to have at every column beforehand. */
const PRIOR = 0.5;
const NEAR = 0.3;

/**
 * What lines say by themselves and by their columns, from which labels are decoded. Time and memory of this and of
 * {@link decodeLines} are linear in the lines.
 */
export function weighLines({ classes, transitions }: LineModel, { logits, indents }: LineEvidence): Float64Array {
  const size = classes.length;
  const order = toOrder(transitions);
  const own = logShares(logits, size);
  let evidence: Float64Array = own;
  for (let round = 0; round < ROUNDS; round++) {
    evidence = addColumns(own, spread(evidence, order, size), indents, size);
  }
  return evidence;
}

/** The most probable labels of all lines together, from {@link weighLines} and whatever else is known of lines. */
export function decodeLines({ classes, transitions }: LineModel, evidence: Float64Array): DecodedLines {
  const order = toOrder(transitions);
  return { best: bestPath(evidence, order, classes.length), probabilities: spread(evidence, order, classes.length) };
}

const toOrder = (transitions: LineModel['transitions']): Float64Array =>
  Float64Array.from(transitions.flat(), (value) => ORDER * value);

function logShares(logits: Float32Array, size: number): Float64Array {
  const shares = new Float64Array(logits.length);
  for (let at = 0; at < logits.length; at += size) {
    const row = logits.subarray(at, at + size);
    const most = Math.max(...row);
    const sum = Math.log(row.reduce((total, value) => total + Math.exp(value - most), 0)) + most;
    for (let k = 0; k < size; k++) shares[at + k] = row[k]! - sum;
  }
  return shares;
}

/** Evidence with what the script's columns say: how much more a class has of an indent than all lines have. */
function addColumns(
  own: Float64Array,
  probabilities: Float64Array,
  indents: readonly number[],
  size: number,
): Float64Array {
  const columns = countColumns(probabilities, indents, size);
  const totals = new Float64Array(size);
  for (let at = 0; at < probabilities.length; at++) totals[at % size]! += probabilities[at]!;
  const sum = indents.length;
  const evidence = Float64Array.from(own);
  indents.forEach((indent, line) => {
    const column = columns.get(indent)!;
    const all = column.reduce((a, b) => a + b, 0);
    for (let k = 0; k < size; k++) {
      const share = (column[k]! + PRIOR * (all / sum)) / (totals[k]! + PRIOR);
      const says = Math.log(Math.max(share, 1e-9) / (all / sum));
      evidence[line * size + k]! += COLUMN * Math.max(-MOST, Math.min(MOST, says));
    }
  });
  return evidence;
}

/** Lines of each class at each indent, those one column beside it counted in part. */
function countColumns(
  probabilities: Float64Array,
  indents: readonly number[],
  size: number,
): Map<number, Float64Array> {
  const exact = new Map<number, Float64Array>();
  indents.forEach((indent, line) => {
    const column = exact.get(indent) ?? new Float64Array(size);
    for (let k = 0; k < size; k++) column[k]! += probabilities[line * size + k]!;
    exact.set(indent, column);
  });
  const blurred = new Map<number, Float64Array>();
  for (const [indent, column] of exact) {
    const [left, right] = [exact.get(indent - 1), exact.get(indent + 1)];
    blurred.set(
      indent,
      column.map((count, k) => count + NEAR * ((left?.[k] ?? 0) + (right?.[k] ?? 0))),
    );
  }
  return blurred;
}

/** Probability of each class on each line, given all lines: forward and backward over the script. */
function spread(evidence: Float64Array, order: Float64Array, size: number): Float64Array {
  const lines = evidence.length / size;
  const moves = order.map(Math.exp);
  const seen = evidence.map(Math.exp);
  const forward = new Float64Array(evidence.length);
  const backward = new Float64Array(evidence.length).fill(1);
  for (let line = 0; line < lines; line++) {
    for (let k = 0; k < size; k++) {
      let sum = line === 0 ? 1 : 0;
      for (let j = 0; line > 0 && j < size; j++) sum += forward[(line - 1) * size + j]! * moves[j * size + k]!;
      forward[line * size + k] = sum * seen[line * size + k]!;
    }
    toOne(forward, line, size);
  }
  for (let line = lines - 2; line >= 0; line--) {
    for (let j = 0; j < size; j++) {
      let sum = 0;
      for (let k = 0; k < size; k++) {
        const next = (line + 1) * size + k;
        sum += moves[j * size + k]! * seen[next]! * backward[next]!;
      }
      backward[line * size + j] = sum;
    }
    toOne(backward, line, size);
  }
  const probabilities = forward.map((value, at) => value * backward[at]!);
  for (let line = 0; line < lines; line++) toOne(probabilities, line, size);
  return probabilities;
}

function toOne(values: Float64Array, line: number, size: number): void {
  let sum = 0;
  for (let k = 0; k < size; k++) sum += values[line * size + k]!;
  for (let k = 0; k < size; k++) values[line * size + k] = sum > 0 ? values[line * size + k]! / sum : 1 / size;
}

/** Viterbi's best path. */
function bestPath(evidence: Float64Array, order: Float64Array, size: number): Uint8Array {
  const lines = evidence.length / size;
  const from = new Uint8Array(evidence.length);
  let scores: Float64Array = evidence.slice(0, size);
  for (let line = 1; line < lines; line++) {
    const next = new Float64Array(size).fill(Number.NEGATIVE_INFINITY);
    for (let k = 0; k < size; k++) {
      for (let j = 0; j < size; j++) {
        const score = scores[j]! + order[j * size + k]!;
        if (score <= next[k]!) continue;
        next[k] = score;
        from[line * size + k] = j;
      }
      next[k]! += evidence[line * size + k]!;
    }
    scores = next;
  }
  const path = new Uint8Array(lines);
  if (lines > 0) path[lines - 1] = scores.indexOf(Math.max(...scores));
  for (let line = lines - 1; line > 0; line--) path[line - 1] = from[line * size + path[line]!]!;
  return path;
}
