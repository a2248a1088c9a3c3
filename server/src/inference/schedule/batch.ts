/** Forming batches: near-equal lengths within a token budget. */

/** What a batch is formed from: anything with a length in tokens. */
export interface Sized {
  readonly ids: Int32Array;
}

/** Limits of a batch. */
export interface BatchLimits {
  /** Most tokens computed in a batch, padding included: rows × longest row. A single longer row still runs, alone. */
  readonly tokenBudget: number;
  /** How many waiting entries are looked at: bounds how far an entry can be overtaken by others of its job. */
  readonly lookAhead: number;
}

/**
 * Takes the next batch out of `queue`: the oldest entry, then those within the look-ahead whose lengths are nearest to
 * it, while rows × longest stays within the budget. Taken entries leave the queue; the order of the rest is kept.
 * Measured on a CPU, padding costs what real tokens cost, so rows of one batch should be of one length.
 */
export function takeBatch<T extends Sized>(queue: T[], { tokenBudget, lookAhead }: BatchLimits): T[] {
  const visible = queue.slice(0, lookAhead);
  const [oldest, ...others] = visible;
  if (oldest === undefined) return [];
  const length = oldest.ids.length;
  const distance = (entry: T) => Math.abs(entry.ids.length - length);
  const taken = new Set([oldest]);
  let longest = length;
  for (const entry of others.sort((a, b) => distance(a) - distance(b))) {
    const next = Math.max(longest, entry.ids.length);
    if (next * (taken.size + 1) > tokenBudget) break;
    taken.add(entry);
    longest = next;
  }
  queue.splice(0, visible.length, ...visible.filter((entry) => !taken.has(entry)));
  return [...taken];
}
