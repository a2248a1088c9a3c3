import type { Estimate } from './report.js';

/** Numbers the way readers of a language write them, with a real minus sign. */
export interface NumberFormat {
  /** A score of -1..1 with its sign and two decimals: `+0.31`. */
  readonly signed: (value: number) => string;
  /** A share of 0..1 as a whole percentage: `31%`. */
  readonly percent: (share: number) => string;
  /** A count with thousands separated. */
  readonly count: (value: number) => string;
  /** A magnitude with one decimal. */
  readonly decimal: (value: number) => string;
  /** Both ends of a signed estimate's interval, undefined when it has none. */
  readonly ends: (estimate: Estimate) => { readonly low: string; readonly high: string } | undefined;
}

/** @param locale BCP 47 tag, such as `es-MX` */
export function createNumberFormat(locale: string): NumberFormat {
  const score = new Intl.NumberFormat(locale, {
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
    signDisplay: 'exceptZero',
  });
  const share = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
  const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const tenth = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const signed = (value: number) => score.format(value).replace('-', '−');
  return {
    signed,
    percent: (value) => share.format(value),
    count: (value) => whole.format(value),
    decimal: (value) => tenth.format(value).replace('-', '−'),
    ends: ({ interval }) => interval && { low: signed(interval.low), high: signed(interval.high) },
  };
}
