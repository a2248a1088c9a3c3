import { readFile } from 'node:fs/promises';
import { median } from '../serving/median.js';
import { markdownTable } from '../table.js';

/** A line that the harness writes: a contender in one phase of one round. */
interface Row {
  readonly contender: string;
  /** `start`, `c1`… for so many in flight, `open70own`, `job`. */
  readonly label: string;
  /** It did not start. */
  readonly failed?: boolean;
  readonly errors?: number;
  /** Texts a second. */
  readonly tps?: number;
  readonly p50?: number;
  readonly p99?: number;
  readonly cpu_per_1000?: number;
  readonly other_cores?: number;
  readonly cold_s?: number;
  readonly rss_mb?: number;
  readonly min_cosine?: number;
}

type Measure = {
  [Key in keyof Row]-?: Row[Key] extends number | undefined ? Key : never;
}[keyof Row];

/** What the harness measured. */
export class Results {
  private constructor(private readonly rows: readonly Row[]) {}

  /** Reads the file that the harness wrote. */
  static async read(file: string): Promise<Results> {
    const lines = (await readFile(file, 'utf8')).trim().split('\n');
    return new Results(lines.map((line) => JSON.parse(line) as Row));
  }

  /** Contenders that were measured: least CPU at most calls in flight first. */
  get measured(): string[] {
    const names = new Set(this.rows.filter(({ label }) => label !== 'start').map(({ contender }) => contender));
    const busiest = this.closedLabels().at(-1)!;
    const cost = (name: string) => this.value(name, busiest, 'cpu_per_1000');
    return [...names].sort((a, b) => cost(a) - cost(b));
  }

  /** Contenders that did not start. */
  get failed(): string[] {
    return this.rows.filter(({ failed }) => failed).map(({ contender }) => contender);
  }

  /** CPU: seconds of 1000 texts and how many times those of `base`. */
  cpuTable(base: string): string {
    const labels = [...this.closedLabels(), 'open70own', 'job'];
    const cell = (name: string, label: string) => {
      const cost = this.value(name, label, 'cpu_per_1000');
      return `${shown(cost, 2)} (${shown(cost / this.value(base, label, 'cpu_per_1000'), 2)})`;
    };
    return this.table(`CPU s / 1000 texts (of ${base})`, labels, cell);
  }

  /** Texts a second and how many times those of `base`. */
  rateTable(base: string): string {
    const cell = (name: string, label: string) => {
      const rate = this.value(name, label, 'tps');
      return `${shown(rate, 0)} (${shown(rate / this.value(base, label, 'tps'), 2)})`;
    };
    return this.table(`texts/s (of ${base})`, [...this.closedLabels(), 'job'], cell);
  }

  /** Latency as the client saw it, in milliseconds. */
  latencyTable(): string {
    const cell = (name: string, label: string) =>
      `${shown(this.value(name, label, 'p50'), 1)} / ${shown(this.value(name, label, 'p99'), 1)}`;
    return this.table('p50 / p99, ms', [...this.closedLabels(), 'open70own'], cell);
  }

  /** Start, memory, exactness, errors. */
  startTable(): string {
    const row = (name: string) => [
      name,
      shown(this.value(name, 'start', 'cold_s'), 1),
      shown(this.value(name, this.closedLabels().at(-1)!, 'rss_mb'), 0),
      shown(this.value(name, 'start', 'min_cosine'), 4),
      String(this.errorsOf(name)),
    ];
    const header = ['contender', 'cold start, s', 'memory, MiB', 'least cosine to fp32', 'errors'];
    return markdownTable(header, this.measured.map(row));
  }

  /** Processors that others used while it was measured. */
  get othersCores(): number {
    return median(this.rows.flatMap(({ other_cores }) => other_cores ?? []));
  }

  private table(title: string, labels: readonly string[], cell: (name: string, label: string) => string): string {
    return markdownTable(
      [title, ...labels],
      this.measured.map((name) => [name, ...labels.map((label) => cell(name, label))]),
    );
  }

  /** The phases of so many calls in flight, fewest first. */
  private closedLabels(): string[] {
    const labels = new Set(this.rows.map(({ label }) => label).filter((label) => /^c\d+$/.test(label)));
    return [...labels].sort((a, b) => Number(a.slice(1)) - Number(b.slice(1)));
  }

  private errorsOf(name: string): number {
    return this.rows.reduce((sum, { contender, errors }) => sum + (contender === name ? (errors ?? 0) : 0), 0);
  }

  /** Median over the rounds; NaN when nothing was measured. */
  private value(name: string, label: string, measure: Measure): number {
    const rows = this.rows.filter((row) => row.contender === name && row.label === label);
    return median(rows.flatMap((row) => row[measure] ?? []));
  }
}

function shown(value: number, digits: number): string {
  return Number.isFinite(value) ? value.toFixed(digits) : '-';
}
