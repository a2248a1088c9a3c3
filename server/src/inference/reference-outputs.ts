import { EngineError } from '../domain/errors.js';
import { Session } from './execute/session.js';
import type { Manifest } from './manifest.js';

/** Values of each tensor for one reference text. */
export type ReferenceTensors = Readonly<Record<string, readonly number[]>>;

/**
 * Least tolerance of the load gate, as a share of the largest reference value: kernels of other processors round
 * differently, wrong weights are far further off.
 */
const LEAST_TOLERANCE = 0.05;

/** Tolerance of values that are all 0. */
const ZERO_TOLERANCE = 1e-6;

/** Times the difference seen here that another graph may differ elsewhere. */
const MARGIN = 2;

/** How far from 1 the length of a vector of length 1 may be, by rounding. */
const UNIT_SLACK = 1e-2;

/**
 * Runs rows of token ids one by one, then a row as long as the window: a graph that takes none so long is found out here.
 *
 * @throws EngineError MODEL_CORRUPT when the graph cannot compute the rows or gives what is no number, FIELD_INVALID when
 * the window is too long for it.
 */
export async function computeReference(
  graphFile: string,
  manifest: Manifest,
  rows: readonly Int32Array[],
): Promise<ReferenceTensors[]> {
  const session = await Session.open({ manifest, graphFile, provider: 'cpu', threads: 1 }).catch(corrupt);
  try {
    const reference: ReferenceTensors[] = [];
    for (const ids of rows) reference.push(await computeRow(session, ids));
    const { window } = manifest.tokens;
    const longest = new Int32Array(window).fill(rows[0]![1]!);
    await session.run(longest, Int32Array.of(window)).catch((cause: unknown) => {
      throw new EngineError('FIELD_INVALID', `The graph takes no row of ${window} tokens.`, { cause });
    });
    return reference;
  } finally {
    await session.release();
  }
}

async function computeRow(session: Session, ids: Int32Array): Promise<ReferenceTensors> {
  const found = await session.run(ids, Int32Array.of(ids.length)).catch(corrupt);
  const tensors = Object.entries(found).map(([name, values]) => [name, Array.from(values)] as const);
  if (tensors.every(([, values]) => values.every(Number.isFinite))) return Object.fromEntries(tensors);
  throw new EngineError('MODEL_CORRUPT', 'The graph gives values that are no numbers.');
}

function corrupt(cause: unknown): never {
  throw new EngineError('MODEL_CORRUPT', 'The graph cannot compute the reference texts.', { cause });
}

/** Tolerance for a graph that gives `found` where the reference is `reference`. */
export function toleranceFor(reference: readonly ReferenceTensors[], found: readonly ReferenceTensors[]): number {
  return Math.max(
    ZERO_TOLERANCE,
    LEAST_TOLERANCE * smallestScale(reference),
    MARGIN * largestDifference(reference, found),
  );
}

/** Largest value of the tensor whose largest value is smallest. */
function smallestScale(reference: readonly ReferenceTensors[]): number {
  const names = Object.keys(reference[0]!);
  return Math.min(...names.map((name) => Math.max(...reference.flatMap((one) => one[name]!.map(Math.abs)))));
}

function largestDifference(reference: readonly ReferenceTensors[], found: readonly ReferenceTensors[]): number {
  const differences = reference.flatMap((tensors, i) =>
    Object.entries(tensors).flatMap(([name, values]) =>
      values.map((value, v) => Math.abs(value - found[i]![name]![v]!)),
    ),
  );
  return Math.max(...differences);
}

/** Whether a tensor is a vector of Euclidean length 1 for every text. */
export function isUnit(reference: readonly ReferenceTensors[], tensor: string): boolean {
  return reference.every((one) => Math.abs(Math.hypot(...one[tensor]!) - 1) <= UNIT_SLACK);
}
