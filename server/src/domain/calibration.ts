/** What raw model outputs are compared with: the distribution of reference scripts and the usual shape of films. Types only. */

/** A calibration fitted for one encoder version. */
export interface Calibration {
  readonly version: string;
  /** The encoder it was fitted for. */
  readonly encoder: { readonly name: string; readonly version: string };
  /** Valence of the reference scenes at the quantiles 0, 1/n, …, 1, ascending, -1..1. */
  readonly sceneValence: readonly number[];
  /** Positions of the five turning points in films, as shares of the script: mean and standard deviation. */
  readonly turningPoints: readonly { readonly mean: number; readonly sd: number }[];
}
