/** A batch as the cost model sees it. */
export interface BatchShape {
  readonly rows: number;
  /** Tokens of the longest row: every row is padded to it. */
  readonly longest: number;
}

/** A batch that ran. */
export interface CostSample extends BatchShape {
  /** Time from handing the batch over to its answer, in milliseconds. */
  readonly ms: number;
}

/** Coefficients: `ms = run + token · tokens + attention · tokens · longest`, with tokens = rows × longest. */
export interface CostCoefficients {
  /** Milliseconds a batch costs whatever is in it. */
  readonly run: number;
  /** Milliseconds a token, padding included. */
  readonly token: number;
  /** Milliseconds a pair of tokens that attend to each other. */
  readonly attention: number;
}

/** Weight that a sample keeps with each one after it: the last thousand or so count. */
const FORGETTING = 0.998;

/** A stall of the machine may be seen as this many times the predicted time at most, so that it cannot spoil the model. */
const OUTLIER = 4;

/**
 * How uncertain the scaled coefficients are before the first sample, in units of the noise of a sample: large, so that a
 * handful of samples decides. Also keeps what samples of one shape do not tell from growing without bound.
 */
const PRIOR_VARIANCE = 1e6;

/** What a batch is taken to cost before the first sample: about that of a small encoder on one core. */
const PRIOR: CostCoefficients = { run: 1, token: 0.1, attention: 0.0001 };

/** Puts the three terms on one scale, for a well-conditioned fit. */
const SCALE = [1, 100, 10_000] as const;

type Triple = [number, number, number];

/**
 * Predicts what a batch costs, from what batches have cost: recursive least squares over relative errors, with slow
 * forgetting. Row counts alone do not predict a text encoder: dense layers grow with the tokens, attention with tokens
 * times length.
 */
export class CostModel {
  private theta: Triple = [PRIOR.run * SCALE[0], PRIOR.token * SCALE[1], PRIOR.attention * SCALE[2]];
  private covariance: [Triple, Triple, Triple] = [
    [PRIOR_VARIANCE, 0, 0],
    [0, PRIOR_VARIANCE, 0],
    [0, 0, PRIOR_VARIANCE],
  ];
  private samples = 0;

  /** The coefficients now. None is below 0. */
  get coefficients(): CostCoefficients {
    const [run, token, attention] = this.theta.map((value, i) => Math.max(0, value) / SCALE[i]!) as Triple;
    return { run, token, attention };
  }

  /** Predicted cost of a batch in milliseconds, above 0. */
  predict({ rows, longest }: BatchShape): number {
    const { run, token, attention } = this.coefficients;
    const tokens = rows * longest;
    return Math.max(run + token * tokens + attention * tokens * longest, 0.001);
  }

  /** Learns from a batch that ran. */
  observe({ rows, longest, ms }: CostSample): void {
    const predicted = this.predict({ rows, longest });
    const seen = this.samples < 3 ? ms : Math.min(ms, OUTLIER * predicted);
    this.samples += 1;
    // Dividing by the size makes errors relative: a short batch teaches as much as a long one.
    const weight = 1 / Math.max(seen, 0.05);
    const tokens = rows * longest;
    const x: Triple = [weight / SCALE[0], (weight * tokens) / SCALE[1], (weight * tokens * longest) / SCALE[2]];
    this.update(x, weight * seen);
  }

  /** One step of recursive least squares. */
  private update(x: Triple, y: number): void {
    const spread = this.covariance.map((row) => dot(row, x)) as Triple;
    const gain = spread.map((value) => value / (FORGETTING + dot(x, spread))) as Triple;
    const error = y - dot(this.theta, x);
    this.theta = this.theta.map((value, i) => value + gain[i]! * error) as Triple;
    const forgetting = Math.max(...this.covariance.map((row, i) => row[i]!)) < PRIOR_VARIANCE ? FORGETTING : 1;
    this.covariance = this.covariance.map((row, i) =>
      row.map((value, j) => (value - gain[i]! * spread[j]!) / forgetting),
    ) as [Triple, Triple, Triple];
  }
}

function dot(a: Triple, b: Triple): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}
