import { beforeEach, describe, expect, it } from 'vitest';
import { Breaker } from './breaker.js';

describe('Breaker', () => {
  let now: number;
  let changes: string[];
  let breaker: Breaker;
  beforeEach(() => {
    now = 0;
    changes = [];
    breaker = new Breaker(() => now, {
      onFailing: (reason) => changes.push(`failing: ${reason}`),
      onWorking: (failures) => changes.push(`working after ${failures}`),
    });
  });

  /** Tries every 100 ms until the time given, failing each time; the times at which it was let through. */
  function failUntil(end: number): number[] {
    const tries: number[] = [];
    for (; now < end; now += 100) {
      if (!breaker.allows()) continue;
      tries.push(now);
      breaker.failed('LATE');
    }
    return tries;
  }

  it('lets everything through while nothing fails', () => {
    for (let i = 0; i < 3; i++) {
      expect(breaker.allows()).toBe(true);
      breaker.succeeded();
    }
    expect(breaker.isOpen).toBe(false);
    expect(changes).toEqual([]);
  });

  it('waits twice as long after each failed try, and half a minute at most', () => {
    const tries = failUntil(150_000);
    expect(tries.slice(1).map((at, i) => at - tries[i]!)).toEqual([
      1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000,
    ]);
  });

  it('lets one try through after a wait', () => {
    breaker.failed('LATE');
    now = 1000;
    expect([breaker.allows(), breaker.allows(), breaker.allows()]).toEqual([true, false, false]);
  });

  it('counts failures that come at once as one wait', () => {
    for (let i = 0; i < 10; i++) breaker.failed('LATE');
    now = 999;
    expect(breaker.allows()).toBe(false);
    now = 1000;
    expect(breaker.allows()).toBe(true);
  });

  it('stays open when what was under way before succeeds', () => {
    breaker.failed('OOM');
    breaker.succeeded();
    expect(breaker.isOpen).toBe(true);
    now = 1000;
    breaker.allows();
    breaker.succeeded();
    expect(breaker.isOpen).toBe(false);
  });

  it('is as new after a success', () => {
    failUntil(7000);
    expect(breaker.allows()).toBe(true);
    breaker.succeeded();
    expect([breaker.allows(), breaker.allows()]).toEqual([true, true]);
    breaker.failed('LATE');
    now += 1000;
    expect(breaker.allows()).toBe(true);
  });

  it('tells of a change once', () => {
    breaker.failed('ECONNREFUSED');
    breaker.failed('LATE');
    now = 1000;
    breaker.allows();
    breaker.succeeded();
    breaker.succeeded();
    breaker.failed('OOM');
    expect(changes).toEqual(['failing: ECONNREFUSED', 'working after 2', 'failing: OOM']);
  });
});
