/** The tables of the serving benchmark. */
import { quantileOf } from '../engine/probe.js';
import { markdownTable } from '../table.js';
import type { Account } from './account.js';
import type { BareUsage } from './bare-protocol.js';
import type { Load } from './load.js';
import { median } from './median.js';
import { BLOCK, LENGTH_CLASSES, lengthClassOf } from './texts.js';

/** Token budgets of the bare runs. */
export const BARE_BUDGETS = [256, 512] as const;

/** What one phase of one round measured. */
export type Measured = Load & Account;

/** One block of texts with nothing around the runtime: a run for each budget, and tokenising. */
export interface BareRound {
  readonly runs: readonly BareUsage[];
  readonly tokenize: BareUsage;
}

/** Texts a second. */
export function rateOf({ texts, seconds }: Load): number {
  return texts / seconds;
}

/** What the runtime costs by itself. */
export function bareTable(rounds: readonly BareRound[]): string {
  const row = (name: string, usages: readonly BareUsage[]) => [
    name,
    median(usages.map(({ seconds }) => BLOCK / seconds)).toFixed(0),
    median(usages.map(blockCost)).toFixed(2),
  ];
  const budgets = BARE_BUDGETS.map((budget, i) =>
    row(
      `runtime, rows sorted, at most ${budget} tokens a batch`,
      rounds.map(({ runs }) => runs[i]!),
    ),
  );
  const tokenizing = row(
    'tokenising',
    rounds.map(({ tokenize }) => tokenize),
  );
  return table(['with nothing around it', 'texts/s', 'CPU s / 1000 texts'], [...budgets, tokenizing]);
}

/** What each entrance costs, and over the cheaper bare run of its round. */
export function entranceTable(
  entrances: Iterable<readonly [string, readonly Measured[]]>,
  limits: readonly BareRound[],
): string {
  const bare = limits.map(({ runs }) => Math.min(...runs.map(blockCost)));
  const withTokens = limits.map(({ tokenize }, round) => bare[round]! + blockCost(tokenize));
  const row = ([name, all]: readonly [string, readonly Measured[]]) => {
    const mid = (value: (one: Measured, round: number) => number) => median(all.map(value));
    const latencies = all.flatMap(({ calls }) => calls.map(({ ms }) => ms));
    return [
      name,
      mid(rateOf).toFixed(0),
      mid(cost).toFixed(2),
      mid((one, round) => cost(one) / bare[round]!).toFixed(2),
      mid((one, round) => cost(one) / withTokens[round]!).toFixed(2),
      quantileOf(latencies, 0.5).toFixed(1),
      quantileOf(latencies, 0.99).toFixed(1),
      mid(({ loopDelayMs }) => loopDelayMs.p99).toFixed(1),
      `${(100 * mid(({ loopBusy }) => loopBusy)).toFixed(0)} %`,
      mid(({ othersCores }) => othersCores).toFixed(2),
    ];
  };
  return table(
    [
      'entrance, texts a call × calls in flight',
      'texts/s',
      'CPU s / 1000 texts',
      'of the bare limit',
      'of it with tokenising',
      'p50, ms',
      'p99, ms',
      'loop late p99, ms',
      'loop busy',
      'processors of others',
    ],
    [...entrances].map(row),
  );
}

/** Latency by length of text, one at a time and under an open loop. */
export function classTable(idle: readonly Measured[], loaded: readonly Measured[]): string {
  const rows = LENGTH_CLASSES.map((name, index) => {
    const [calm, busy] = [latenciesOf(idle, index), latenciesOf(loaded, index)];
    const [median50, tail] = [quantileOf(calm, 0.5), quantileOf(busy, 0.99)];
    return [
      name,
      `${median50.toFixed(1)} / ${quantileOf(calm, 0.99).toFixed(1)}`,
      `${quantileOf(busy, 0.5).toFixed(1)} / ${tail.toFixed(1)}`,
      (tail / median50).toFixed(1),
      `${calm.length} / ${busy.length}`,
    ];
  });
  return table(
    [
      'tokens of the text',
      'one at a time, p50 / p99 ms',
      'Poisson, p50 / p99 ms',
      'its p99 / p50 of one at a time',
      'n',
    ],
    rows,
  );
}

function latenciesOf(all: readonly Measured[], index: number): number[] {
  return all.flatMap(({ calls }) => calls.filter(({ tokens }) => lengthClassOf(tokens) === index).map(({ ms }) => ms));
}

/** CPU seconds of 1000 texts. */
function cost({ cpuSeconds, texts }: Measured): number {
  return (1000 * cpuSeconds) / texts;
}

/** CPU seconds of 1000 texts of a bare run over one block. */
function blockCost({ cpuSeconds }: BareUsage): number {
  return (1000 * cpuSeconds) / BLOCK;
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  return `${markdownTable(header, rows)}\n`;
}
