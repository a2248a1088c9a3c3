/** Rows in batches as the scheduler would make them of a full queue: near lengths together, up to a budget. */

/** A batch and the place that each of its rows has among all rows. */
export interface PlacedBatch {
  readonly rows: readonly Int32Array[];
  readonly places: readonly number[];
}

/** Cuts rows, sorted by length, into batches of at most `budget` tokens, padding included, of one row at least. */
export function batchByLength(rows: readonly Int32Array[], budget: number): PlacedBatch[] {
  const order = rows.map((_, place) => place).sort((a, b) => rows[a]!.length - rows[b]!.length);
  const batches: number[][] = [];
  for (const place of order) {
    const last = batches.at(-1);
    if (last && (last.length + 1) * rows[place]!.length <= budget) last.push(place);
    else batches.push([place]);
  }
  return batches.map((places) => ({ places, rows: places.map((place) => rows[place]!) }));
}
