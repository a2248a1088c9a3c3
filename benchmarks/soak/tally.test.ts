import { CancelledError, DeadlineError, GuionixError, OverloadedError, Priority } from '@guionix/ml-client';
import { describe, expect, it } from 'vitest';
import { type Conditions, WrongAnswer } from './calls.js';
import { Tally } from './tally.js';

const free: Conditions = { priority: Priority.LIVE };
const aborted: Conditions = { ...free, signal: AbortSignal.abort() };
const hurried: Conditions = { ...free, deadlineMs: 10 };
const overloaded = (retryAfterMs?: number) => new OverloadedError('', { code: 'RESOURCE_EXHAUSTED', retryAfterMs });
const cancelled = new CancelledError('', { code: 'CANCELLED' });
const late = new DeadlineError('', { code: 'DEADLINE_EXCEEDED' });

async function faultsOf(conditions: Conditions, error: Error): Promise<number> {
  const tally = new Tally();
  await tally.watch('list', conditions, Promise.reject(error));
  return tally.faults.length;
}

describe('what may become of a call', () => {
  it('a cancelled call may end cancelled, a hurried one late, any be refused with a hint', async () => {
    expect(await faultsOf(aborted, cancelled)).toBe(0);
    expect(await faultsOf(aborted, aborted.signal!.reason as Error)).toBe(0);
    expect(await faultsOf(hurried, late)).toBe(0);
    expect(await faultsOf(free, overloaded(50))).toBe(0);
  });

  it('anything else is a fault', async () => {
    expect(await faultsOf(free, cancelled)).toBe(1);
    expect(await faultsOf(aborted, late)).toBe(1);
    expect(await faultsOf(hurried, cancelled)).toBe(1);
    expect(await faultsOf(free, overloaded())).toBe(1);
    expect(await faultsOf(aborted, new WrongAnswer('An answer is missing.'))).toBe(1);
    expect(await faultsOf(free, new GuionixError('', { code: 'INTERNAL' }))).toBe(1);
  });
});
