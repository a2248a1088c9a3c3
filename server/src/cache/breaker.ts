/** Told of a breaker's changes. */
export interface BreakerListener {
  /** It opened, for this reason. */
  onFailing(reason: string): void;
  /** It closed, after this many failures. */
  onWorking(failures: number): void;
}

/** The first wait after a failure, in milliseconds. */
const FIRST_WAIT_MS = 1000;

/** The longest wait, in milliseconds. */
const LONGEST_WAIT_MS = 30_000;

/**
 * Leaves alone what fails. Closed, everything is tried. The first failure opens it: then one try is let through after each
 * wait, and each wait is twice as long as the one before, until a try succeeds.
 */
export class Breaker {
  /** 0 while closed. */
  private waitMs = 0;
  private retryAt = 0;
  /** One was let through while it is open, and has not failed so far. */
  private trying = false;
  private failures = 0;

  /** @param now - milliseconds of a steady clock. */
  constructor(
    private readonly now: () => number,
    private readonly listener: BreakerListener,
  ) {}

  get isOpen(): boolean {
    return this.waitMs > 0;
  }

  /** Whether to try now. Who is told so while it is open has the one try of this wait. */
  allows(): boolean {
    if (!this.isOpen) return true;
    if (this.now() < this.retryAt) return false;
    this.waitMs = Math.min(2 * this.waitMs, LONGEST_WAIT_MS);
    this.retryAt = this.now() + this.waitMs;
    this.trying = true;
    return true;
  }

  /** Many that fail at once, since they were under way together, lengthen no wait. */
  failed(reason: string): void {
    this.failures++;
    this.trying = false;
    if (this.isOpen) return;
    this.waitMs = FIRST_WAIT_MS;
    this.retryAt = this.now() + FIRST_WAIT_MS;
    this.listener.onFailing(reason);
  }

  /** What was under way when another failed closes nothing: only a try does. */
  succeeded(): void {
    if (!this.trying) return;
    this.trying = false;
    this.waitMs = 0;
    this.listener.onWorking(this.failures);
    this.failures = 0;
  }
}
