import { describe, expect, it } from 'vitest';
import { EngineError } from '../domain/errors.js';
import { judge } from './run-jobs.js';

describe('judge', () => {
  it.each(['SCRIPT_NOT_FOUND', 'SCRIPT_EMPTY', 'MODEL_MISSING'] as const)(
    'ends an item for good after %s',
    (reason) => {
      const error = new EngineError(reason);
      expect(judge(error, 1)).toEqual({ type: 'failed', fault: { reason, message: error.message } });
    },
  );

  it('tries again later and later, and puts aside in the end, without a word of what was thrown', () => {
    const waits = [1, 2, 3, 4, 5].map((attempt) => judge(new Error('ELLA LLORA'), attempt));
    expect(waits.map((verdict) => verdict.type === 'again' && verdict.counts && verdict.delayMs)).toEqual([
      1000, 2000, 4000, 8000, 16_000,
    ]);
    const last = judge(new Error('ELLA LLORA'), 6);
    expect(last).toMatchObject({ type: 'parked', fault: { reason: 'INTERNAL' } });
    expect(JSON.stringify(last)).not.toContain('LLORA');
  });

  it('does not count what is not the item’s fault', () => {
    const full = new EngineError('OVERLOADED', undefined, { retryAfterMs: 1234 });
    expect(judge(full, 99)).toEqual({ type: 'again', delayMs: 1234, counts: false });
    expect(judge(new EngineError('DRAINING'), 99)).toEqual({ type: 'again', delayMs: 0, counts: false });
  });

  it('leaves alone what is no longer ours', () => {
    expect(judge(new EngineError('CANCELLED'), 1)).toEqual({ type: 'lost' });
  });
});
