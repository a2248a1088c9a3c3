/** The batches under way in one lane, by when they are predicted to end. */
export class RunningBatches {
  private readonly ends = new Set<{ readonly at: number }>();

  /** Number of batches. */
  get size(): number {
    return this.ends.size;
  }

  /** One more, which is predicted to end at a time of the scheduler's clock. Returns what to call when it has ended. */
  begin(endsAt: number): () => void {
    const end = { at: endsAt };
    this.ends.add(end);
    return () => void this.ends.delete(end);
  }

  /** Predicted time until they end, added up, in milliseconds. */
  leftMs(now: number): number {
    let sum = 0;
    for (const { at } of this.ends) sum += Math.max(at - now, 0);
    return sum;
  }

  /** When the first of them ends; Infinity when there is none. */
  soonestEnd(): number {
    let soonest = Number.POSITIVE_INFINITY;
    for (const { at } of this.ends) soonest = Math.min(soonest, at);
    return soonest;
  }
}
