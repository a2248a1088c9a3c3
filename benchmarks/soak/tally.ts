import { GuionixError, OverloadedError } from '@guionix/ml-client';
import { markdownTable } from '../table.js';
import { type Answered, type Conditions, WrongAnswer } from './calls.js';

/** What became of the calls of one kind. */
interface Counts {
  calls: number;
  answered: number;
  texts: number;
  overloaded: number;
  late: number;
  cancelled: number;
  faults: number;
}

/** Faults that are told; there may be thousands of one sort. */
const MOST_TOLD = 20;

/** Counts what becomes of calls and tells what may become of one from what may not. */
export class Tally {
  private readonly kinds = new Map<string, Counts>();
  private readonly told: string[] = [];

  /** Counts a call when it settles. Never rejects. */
  async watch(kind: string, conditions: Conditions, call: Promise<Answered>): Promise<void> {
    const counts = this.of(kind);
    counts.calls += 1;
    try {
      const { texts, refused } = await call;
      counts.answered += 1;
      counts.texts += texts;
      counts.overloaded += refused;
    } catch (error) {
      this.countFailure(kind, conditions, error);
    }
  }

  /** Notes what is wrong. */
  fault(what: string): void {
    if (this.told.length < MOST_TOLD) this.told.push(what);
  }

  /** Whatever is wrong, one a line; empty when nothing is. */
  get faults(): readonly string[] {
    return this.told;
  }

  /** The counts as a table. */
  table(): string {
    const header = ['call', 'calls', 'answered', 'texts answered', 'refused, full', 'too late', 'cancelled', 'faults'];
    const rows = [...this.kinds].map(([kind, counts]) => {
      const { calls, answered, texts, overloaded, late, cancelled, faults } = counts;
      return [kind, ...[calls, answered, texts, overloaded, late, cancelled, faults].map(String)];
    });
    return markdownTable(header, rows);
  }

  /** An error that the call's conditions explain is counted; any other is a fault. */
  private countFailure(kind: string, { signal, deadlineMs }: Conditions, error: unknown): void {
    const counts = this.of(kind);
    const code = error instanceof GuionixError ? error.code : undefined;
    if (error instanceof OverloadedError && (error.retryAfterMs ?? 0) > 0) counts.overloaded += 1;
    else if (code === 'DEADLINE_EXCEEDED' && deadlineMs !== undefined) counts.late += 1;
    else if (signal?.aborted && (code === 'CANCELLED' || error === signal.reason)) counts.cancelled += 1;
    else {
      counts.faults += 1;
      const wrong = error instanceof WrongAnswer ? error.message : `${code ?? ''} ${String(error)}`;
      this.fault(`${kind}: ${wrong}`);
    }
  }

  private of(kind: string): Counts {
    let counts = this.kinds.get(kind);
    if (counts === undefined) {
      counts = { calls: 0, answered: 0, texts: 0, overloaded: 0, late: 0, cancelled: 0, faults: 0 };
      this.kinds.set(kind, counts);
    }
    return counts;
  }
}
