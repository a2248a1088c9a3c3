import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { EngineError } from '../domain/errors.js';
import type { BatchInput, BatchOutput, Executor } from './executor.js';
import { type Priority, Scheduler } from './scheduler.js';

/** An executor that finishes a batch when it is told to. An output row is the row's first id and its length. */
class FakeExecutor implements Executor {
  readonly running: { batch: BatchInput; finish(): void; fail(error: unknown): void }[] = [];
  /** First ids of every batch, in the order they were started. */
  readonly started: number[][] = [];
  private wake: () => void = () => undefined;

  constructor(
    public slots: number,
    private readonly clock: { ms: number },
  ) {}

  run(batch: BatchInput): Promise<BatchOutput> {
    this.started.push(batch.map((ids) => ids[0]!));
    return new Promise((resolve, reject) => {
      const computeMs = 2 * batch.reduce((sum, ids) => sum + ids.length, 0);
      const values = Float32Array.from(batch.flatMap((ids) => [ids[0]!, ids.length]));
      const entry = {
        batch,
        finish: () => {
          this.running.splice(this.running.indexOf(entry), 1);
          this.clock.ms += computeMs;
          resolve({ tensors: { out: values }, computeMs });
        },
        fail: (error: unknown) => {
          this.running.splice(this.running.indexOf(entry), 1);
          reject(error);
        },
      };
      this.running.push(entry);
    });
  }

  onSlot(callback: () => void): void {
    this.wake = callback;
  }

  setSlots(slots: number): void {
    this.slots = slots;
    this.wake();
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
const row = (id: number, length: number) => new Int32Array(length).fill(id);
const rows = (count: number, length: number, id = 1) => Array.from({ length: count }, () => row(id, length));

describe('Scheduler', () => {
  let clock: { ms: number };
  let executor: FakeExecutor;
  const limits = { tokenBudget: 8, lookAhead: 8, maxQueuedTokens: 1000 };
  const create = (slots = 1, given: Partial<typeof limits> = {}) => {
    clock = { ms: 0 };
    executor = new FakeExecutor(slots, clock);
    return new Scheduler(executor, { ...limits, ...given }, () => clock.ms);
  };
  const finishOne = async () => {
    executor.running[0]!.finish();
    await turn();
  };
  const finishAll = async () => {
    while (executor.running.length > 0) await finishOne();
  };
  let scheduler: Scheduler;
  beforeEach(() => {
    scheduler = create();
  });

  it('gives every row its own output, whatever the order of the batch', async () => {
    const job = scheduler.submit([row(1, 4), row(2, 1), row(3, 4), row(4, 1)], { priority: 'interactive' });
    await finishAll();
    const outputs = await Promise.all(job.rows);
    expect(outputs.map(({ tensors }) => [...tensors['out']!])).toEqual([
      [1, 4],
      [2, 1],
      [3, 4],
      [4, 1],
    ]);
  });

  it('accounts for waiting and computing', async () => {
    const first = scheduler.submit(rows(1, 8), { priority: 'interactive' });
    const second = scheduler.submit(rows(2, 8), { priority: 'interactive' });
    expect([first.queueMs, second.queueMs]).toEqual([0, 0]);
    await finishAll();
    expect([first.queueMs, second.queueMs]).toEqual([0, 16]);
    expect([first.computeMs, second.computeMs]).toEqual([16, 32]);
  });

  it('runs a job of nothing without a batch', async () => {
    const job = scheduler.submit([], { priority: 'interactive' });
    expect(job.rows).toEqual([]);
    expect(executor.started).toEqual([]);
    await scheduler.idle();
  });

  it('fills every slot and no more', () => {
    scheduler = create(3);
    scheduler.submit(rows(5, 8), { priority: 'interactive' });
    expect(executor.running).toHaveLength(3);
  });

  it('fails the rows of a failed batch only', async () => {
    scheduler = create(2);
    const job = scheduler.submit(rows(3, 8), { priority: 'interactive' });
    const outcome = Promise.allSettled(job.rows);
    executor.running[0]!.fail(new EngineError('EXECUTOR_LOST'));
    await turn();
    await finishAll();
    expect((await outcome).map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
    await scheduler.idle();
  });

  it('gives a new slot to waiting work', async () => {
    scheduler = create(0);
    const job = scheduler.submit(rows(1, 8), { priority: 'interactive' });
    await turn();
    expect(executor.running).toHaveLength(0);
    executor.setSlots(1);
    expect(executor.running).toHaveLength(1);
    await finishAll();
    await Promise.all(job.rows);
  });

  describe('turns', () => {
    beforeEach(() => {
      scheduler = create(1, { maxQueuedTokens: 10_000 });
    });

    /** Batches that each priority got among the first `batches`, one row a batch, when all wait side by side. */
    const share = async (priorities: readonly Priority[], batches: number) => {
      executor.setSlots(0);
      for (const [id, priority] of priorities.entries()) scheduler.submit(rows(60, 8, id), { priority });
      executor.setSlots(1);
      while (executor.started.length < batches) await finishOne();
      return priorities.map((_, id) => executor.started.slice(0, batches).filter(([first]) => first === id).length);
    };

    it('go by weight: 16 live, 4 interactive, 1 background', async () => {
      const [background, interactive, live] = await share(['background', 'interactive', 'live'], 63);
      expect(live).toBeGreaterThanOrEqual(46);
      expect(interactive).toBeGreaterThanOrEqual(11);
      expect(background).toBeGreaterThanOrEqual(2);
    });

    it('are equal between jobs of one priority', async () => {
      expect(await share(['interactive', 'interactive'], 40)).toEqual([20, 20]);
    });

    it('come to background work while live jobs keep arriving', async () => {
      scheduler.submit(rows(2, 8, 7), { priority: 'background' });
      for (let arrival = 0; arrival < 40; arrival++) {
        scheduler.submit(rows(1, 8, 1), { priority: 'live' });
        await finishOne();
      }
      expect(executor.started.filter(([id]) => id === 7)).toHaveLength(2);
    });

    it('start a newcomer beside a job that has long been served, neither first for ever nor last', async () => {
      scheduler.submit(rows(60, 8, 1), { priority: 'interactive' });
      for (let batch = 0; batch < 30; batch++) await finishOne();
      scheduler.submit(rows(10, 8, 2), { priority: 'interactive' });
      const before = executor.started.length;
      for (let batch = 0; batch < 10; batch++) await finishOne();
      const next = executor.started.slice(before).flat();
      expect(next.filter((id) => id === 2).length).toBeGreaterThanOrEqual(4);
      expect(next.filter((id) => id === 1).length).toBeGreaterThanOrEqual(4);
    });
  });

  describe('abort', () => {
    it('takes waiting rows out with its reason and lets the running batch end', async () => {
      const controller = new AbortController();
      const job = scheduler.submit(rows(3, 8), { priority: 'interactive', signal: controller.signal });
      const outcome = Promise.allSettled(job.rows);
      const reason = new EngineError('CANCELLED');
      controller.abort(reason);
      await finishAll();
      const [first, ...others] = await outcome;
      expect(first!.status).toBe('fulfilled');
      for (const other of others) expect(other).toMatchObject({ status: 'rejected', reason });
      expect(executor.started).toHaveLength(1);
      await scheduler.idle();
    });

    it('makes room in the queue', async () => {
      scheduler = create(1, { maxQueuedTokens: 32 });
      const controller = new AbortController();
      const { signal } = controller;
      const aborted = Promise.allSettled(scheduler.submit(rows(4, 8), { priority: 'interactive', signal }).rows);
      expect(() => scheduler.submit(rows(2, 8), { priority: 'interactive' })).toThrow(EngineError);
      controller.abort(new EngineError('CANCELLED'));
      const job = scheduler.submit(rows(3, 8), { priority: 'interactive' });
      await finishAll();
      await Promise.all([aborted, ...job.rows]);
    });

    it('of a call that is over already refuses it', () => {
      const reason = new EngineError('DEADLINE');
      const signal = AbortSignal.abort(reason);
      expect(() => scheduler.submit(rows(1, 8), { priority: 'interactive', signal })).toThrow(reason);
      expect(executor.started).toEqual([]);
    });

    it('after the end changes nothing', async () => {
      const controller = new AbortController();
      const job = scheduler.submit(rows(1, 8), { priority: 'interactive', signal: controller.signal });
      await finishAll();
      await Promise.all(job.rows);
      controller.abort();
      await scheduler.idle();
    });
  });

  describe('overload', () => {
    const overflow = () => {
      try {
        scheduler.submit(rows(1, 8), { priority: 'live' });
      } catch (error) {
        return error as EngineError;
      }
      throw new Error('was not refused');
    };

    it('is refused at once, with the time that the queue takes', async () => {
      scheduler = create(1, { maxQueuedTokens: 800 });
      scheduler.submit(rows(1, 8), { priority: 'interactive' });
      await finishAll();
      scheduler.submit(rows(100, 8), { priority: 'interactive' });
      scheduler.submit(rows(1, 8), { priority: 'interactive' });
      const refused = overflow();
      expect(refused).toMatchObject({ reason: 'OVERLOADED', details: { retryAfterMs: 1600 } });
    });

    it('has a retry hint while every worker is being replaced', async () => {
      scheduler = create(0, { maxQueuedTokens: 800 });
      scheduler.submit(rows(100, 8), { priority: 'interactive' });
      expect(overflow().details.retryAfterMs).toBe(100);
      executor.setSlots(1);
      await finishAll();
      executor.setSlots(0);
      scheduler.submit(rows(100, 8), { priority: 'interactive' });
      expect(overflow().details.retryAfterMs).toBe(1600);
    });

    it('refuses a job that the queue can never hold as too large, not as overload', () => {
      scheduler = create(1, { maxQueuedTokens: 8 });
      expect(() => scheduler.submit(rows(100, 8), { priority: 'interactive' })).toThrow(
        expect.objectContaining({ reason: 'SCRIPT_TOO_LARGE' }),
      );
      expect(() => scheduler.submit(rows(1, 8), { priority: 'interactive' })).not.toThrow();
    });
  });

  it('settles every row exactly once and comes to rest, whatever happens', async () => {
    const jobs = fc.array(
      fc.record({
        lengths: fc.array(fc.integer({ min: 1, max: 16 }), { maxLength: 20 }),
        priority: fc.constantFrom<Priority>('live', 'interactive', 'background'),
      }),
      { minLength: 1, maxLength: 6 },
    );
    const steps = fc.array(
      fc.record({ what: fc.constantFrom('finish', 'finish', 'fail', 'abort', 'slot'), which: fc.nat(100) }),
      { maxLength: 60 },
    );
    await fc.assert(
      fc.asyncProperty(jobs, steps, fc.integer({ min: 0, max: 3 }), async (given, happenings, slots) => {
        scheduler = create(slots, { maxQueuedTokens: 1_000_000 });
        let settled = 0;
        const count = () => {
          settled += 1;
        };
        const controllers = given.map(({ lengths, priority }, id) => {
          const controller = new AbortController();
          const inputs = lengths.map((length) => row(id, length));
          for (const done of scheduler.submit(inputs, { priority, signal: controller.signal }).rows) {
            done.then(count, count);
          }
          return controller;
        });
        for (const { what, which } of happenings) {
          const batch = executor.running[which % Math.max(executor.running.length, 1)];
          if (what === 'finish') batch?.finish();
          if (what === 'fail') batch?.fail(new EngineError('EXECUTOR_LOST'));
          if (what === 'abort') controllers[which % controllers.length]!.abort(new EngineError('CANCELLED'));
          if (what === 'slot') executor.setSlots((which % 3) + executor.running.length);
          expect(executor.running.length).toBeLessThanOrEqual(executor.slots);
          await turn();
        }
        executor.setSlots(Math.max(executor.slots, 1));
        await finishAll();
        await scheduler.idle();
        expect(settled).toBe(given.reduce((sum, { lengths }) => sum + lengths.length, 0));
        const tokens = executor.started.flat().length;
        expect(tokens).toBeLessThanOrEqual(settled);
      }),
      { numRuns: 60 },
    );
  });
});
