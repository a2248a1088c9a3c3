/** How far probabilities are from how often they are right. */

/** What a head said of a text: a probability, and whether it was right. */
export interface Said {
  readonly probability: number;
  readonly right: boolean;
}

/** A bin of probabilities. */
export interface Bin {
  readonly texts: number;
  /** Mean probability in it. */
  readonly said: number;
  /** Share that was right. */
  readonly seen: number;
}

const BINS = 15;

/** Fifteen bins of equal width; those without texts are left out. */
export function reliability(said: readonly Said[]): Bin[] {
  const bins = Array.from({ length: BINS }, (): Said[] => []);
  for (const one of said) bins[Math.min(BINS - 1, Math.floor(one.probability * BINS))]!.push(one);
  return bins
    .filter((inBin) => inBin.length > 0)
    .map((inBin) => ({
      texts: inBin.length,
      said: inBin.reduce((sum, { probability }) => sum + probability, 0) / inBin.length,
      seen: inBin.filter(({ right }) => right).length / inBin.length,
    }));
}

/** Expected calibration error, 0..1: mean distance between said and seen over bins, weighted by their texts. */
export function calibrationError(said: readonly Said[]): number {
  return reliability(said).reduce((sum, bin) => sum + (bin.texts * Math.abs(bin.said - bin.seen)) / said.length, 0);
}
