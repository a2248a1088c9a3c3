/** A straight line through points. */
export interface Line {
  readonly intercept: number;
  readonly slope: number;
  /** Share of the variance of y that the line explains, 0..1. */
  readonly r2: number;
}

/** The line of least squares through at least two points of different x. */
export function fitLine(points: readonly { readonly x: number; readonly y: number }[]): Line {
  const mean = (value: (point: (typeof points)[number]) => number) =>
    points.reduce((sum, point) => sum + value(point), 0) / points.length;
  const [centreX, centreY] = [mean(({ x }) => x), mean(({ y }) => y)];
  const covariance = mean(({ x, y }) => (x - centreX) * (y - centreY));
  const slope = covariance / mean(({ x }) => (x - centreX) ** 2);
  const explained = covariance ** 2 / (mean(({ x }) => (x - centreX) ** 2) * mean(({ y }) => (y - centreY) ** 2));
  return { slope, intercept: centreY - slope * centreX, r2: explained };
}
