import type { Estimate } from '../report.js';

/** Numbers the way readers of a language write them, with a real minus sign. */
export interface NumberFormat {
  /** A score of -1..1 with its sign and three decimals: `+0.031`. Scenes differ in the second and third. */
  readonly signed: (value: number) => string;
  /** A round value of an axis of signed scores: `+0.05`. */
  readonly tick: (value: number) => string;
  /** A share of 0..1 as a whole percentage: `31%`. */
  readonly percent: (share: number) => string;
  /** A relative difference as a whole percentage with its sign: `+44%`. */
  readonly signedPercent: (difference: number) => string;
  /** A count with thousands separated. */
  readonly count: (value: number) => string;
  /** A magnitude with one decimal. */
  readonly decimal: (value: number) => string;
  /** Both ends of a signed estimate's interval, undefined when it has none. */
  readonly ends: (estimate: Estimate) => Ends | undefined;
  /** Both ends of the interval of an estimate of 0..1 as percentages, undefined when it has none. */
  readonly shareEnds: (estimate: Estimate) => Ends | undefined;
}

/** Both ends of an interval, formatted. */
export interface Ends {
  readonly low: string;
  readonly high: string;
}

/** @param locale BCP 47 tag, such as `es-MX` */
export function createNumberFormat(locale: string): NumberFormat {
  const format = (options: Intl.NumberFormatOptions) => {
    const intl = new Intl.NumberFormat(locale, options);
    return (value: number) => intl.format(value).replace('-', '−');
  };
  const signDisplay = 'exceptZero';
  const signed = format({ minimumFractionDigits: 3, maximumFractionDigits: 3, signDisplay });
  const percent = format({ style: 'percent', maximumFractionDigits: 0 });
  const endsAs =
    (write: (value: number) => string) =>
    ({ interval }: Estimate) =>
      interval && { low: write(interval.low), high: write(interval.high) };
  return {
    signed,
    tick: format({ maximumFractionDigits: 2, signDisplay }),
    percent,
    signedPercent: format({ style: 'percent', maximumFractionDigits: 0, signDisplay }),
    count: format({ maximumFractionDigits: 0 }),
    decimal: format({ minimumFractionDigits: 1, maximumFractionDigits: 1 }),
    ends: endsAs(signed),
    shareEnds: endsAs(percent),
  };
}
