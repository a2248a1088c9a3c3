import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { EngineError } from '../../domain/errors.js';
import type { BatchInput, BatchOutput, Executor, Lane } from '../execute/executor.js';
import { CostModel } from './cost-model.js';
import type { Priority, SchedulerLimits } from './job.js';
import { Scheduler } from './scheduler.js';

/** Milliseconds that the fake executor takes for a token, padding included. */
const MS_PER_TOKEN = 2;

interface FakeBatch {
  readonly batch: BatchInput;
  readonly lane: Lane;
  finish(): void;
  fail(error: unknown): void;
}

/** An executor that finishes a batch when it is told to. An output row is the row's first id and its length. */
class FakeExecutor implements Executor {
  readonly running: FakeBatch[] = [];
  /** First ids of every batch, in the order they were started. */
  readonly started: number[][] = [];
  private wake: () => void = () => undefined;

  constructor(
    public slots: Record<Lane, number>,
    private readonly clock: { ms: number },
  ) {}

  run(batch: BatchInput, lane: Lane): Promise<BatchOutput> {
    this.started.push(batch.map((ids) => ids[0]!));
    return new Promise((resolve, reject) => {
      const computeMs = MS_PER_TOKEN * batch.length * Math.max(...batch.map((ids) => ids.length));
      const values = Float32Array.from(batch.flatMap((ids) => [ids[0]!, ids.length]));
      const leave = () => this.running.splice(this.running.indexOf(entry), 1);
      const entry: FakeBatch = {
        batch,
        lane,
        finish: () => {
          leave();
          this.clock.ms += computeMs;
          resolve({ tensors: { out: values }, computeMs });
        },
        fail: (error) => {
          leave();
          reject(error);
        },
      };
      this.running.push(entry);
    });
  }

  onSlot(callback: () => void): void {
    this.wake = callback;
  }

  setSlots(bulk: number): void {
    this.slots = { ...this.slots, bulk };
    this.wake();
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

/** A cost model that knows the fake executor. */
function fittedCost(): CostModel {
  const cost = new CostModel();
  for (let round = 0; round < 20; round++) {
    for (const [rows, longest] of [
      [1, 8],
      [4, 8],
      [1, 64],
      [2, 30],
    ] as const) {
      cost.observe({ rows, longest, ms: MS_PER_TOKEN * rows * longest });
    }
  }
  return cost;
}

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
const row = (id: number, length: number) => new Int32Array(length).fill(id);
/** Rows that start with `id` and differ in their last token, so that each is computed. */
let serial = 1_000_000;
const rows = (count: number, length: number, id = 1) =>
  Array.from({ length: count }, () => {
    const ids = row(id, length);
    if (length > 1) ids[length - 1] = serial++;
    return ids;
  });

describe('Scheduler', () => {
  let clock: { ms: number };
  let executor: FakeExecutor;
  const limits: SchedulerLimits = { tokenBudget: 8, lookAheadMs: 128, maxQueuedTokens: 1000 };
  const create = (bulk = 1, given: Partial<SchedulerLimits> = {}, express = 0) => {
    clock = { ms: 0 };
    executor = new FakeExecutor({ bulk, express }, clock);
    return new Scheduler(executor, { ...limits, ...given }, fittedCost(), () => clock.ms);
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

  describe('a batch that fails', () => {
    const lost = new EngineError('EXECUTOR_LOST');

    it('is computed once more, each row alone', async () => {
      const job = scheduler.submit([row(1, 4), row(2, 4)], { priority: 'interactive' });
      executor.running[0]!.fail(lost);
      await turn();
      await finishAll();
      expect(executor.started).toEqual([[1, 2], [1], [2]]);
      expect((await Promise.all(job.rows)).map(({ tensors }) => tensors['out']![0])).toEqual([1, 2]);
    });

    it('the second time fails the row that broke it and no other', async () => {
      const job = scheduler.submit([row(1, 4), row(2, 4)], { priority: 'interactive' });
      const outcome = Promise.allSettled(job.rows);
      executor.running[0]!.fail(lost);
      await turn();
      executor.running[0]!.fail(lost);
      await turn();
      await finishAll();
      expect(await outcome).toMatchObject([{ status: 'rejected', reason: lost }, { status: 'fulfilled' }]);
      await scheduler.idle();
    });
  });

  describe('equal rows in flight', () => {
    it('are computed once, in one job and across jobs', async () => {
      const first = scheduler.submit([row(1, 8), row(2, 8), row(2, 8)], { priority: 'interactive' });
      const second = scheduler.submit([row(2, 8), row(1, 8)], { priority: 'interactive' });
      await finishAll();
      expect(executor.started).toEqual([[1], [2]]);
      const ids = async (job: typeof first) => (await Promise.all(job.rows)).map(({ tensors }) => tensors['out']![0]);
      expect(await ids(first)).toEqual([1, 2, 2]);
      expect(await ids(second)).toEqual([2, 1]);
    });

    it('go at the sooner of their turns', async () => {
      scheduler.submit([...rows(10, 8, 1), row(7, 8)], { priority: 'background' });
      scheduler.submit([row(7, 8)], { priority: 'live' });
      await finishOne();
      expect(executor.started[1]).toEqual([7]);
      await finishAll();
    });

    it('are computed as long as one caller is left', async () => {
      const controller = new AbortController();
      scheduler.submit(rows(1, 8), { priority: 'interactive' });
      const left = Promise.allSettled(
        scheduler.submit([row(7, 8)], { priority: 'interactive', signal: controller.signal }).rows,
      );
      const stays = scheduler.submit([row(7, 8)], { priority: 'interactive' });
      controller.abort(new EngineError('CANCELLED'));
      await finishAll();
      expect(await left).toMatchObject([{ status: 'rejected' }]);
      expect((await stays.rows[0])!.tensors['out']![0]).toBe(7);
    });
  });

  describe('deadlines', () => {
    const deadlineOf = (ms: number) => ({ priority: 'interactive' as const, deadline: ms });

    it('that the row itself would miss are refused at once', () => {
      expect(() => scheduler.submit(rows(1, 8), deadlineOf(15))).toThrow(
        expect.objectContaining({ reason: 'DEADLINE_UNREACHABLE' }),
      );
      expect(executor.started).toEqual([]);
      expect(() => scheduler.submit(rows(1, 8), deadlineOf(17))).not.toThrow();
    });

    it('count what is running and what waits before', async () => {
      scheduler.submit(rows(10, 8), { priority: 'live' });
      expect(() => scheduler.submit(rows(1, 8), deadlineOf(30))).toThrow(EngineError);
      // The live rows have four times the weight: about four of them go before one interactive row of their size.
      expect(() => scheduler.submit(rows(1, 8), deadlineOf(16 * 8))).not.toThrow();
      await finishAll();
    });

    it('that passed in the queue take the row out before it is computed', async () => {
      const job = scheduler.submit([...rows(1, 8), row(9, 8)], deadlineOf(33));
      const outcome = Promise.allSettled(job.rows);
      clock.ms = 20;
      await finishAll();
      expect(await outcome).toMatchObject([{ status: 'fulfilled' }, { reason: { reason: 'DEADLINE_UNREACHABLE' } }]);
      expect(executor.started).toHaveLength(1);
      await scheduler.idle();
    });
  });

  describe('batches', () => {
    it('hold near-equal lengths within the budget', () => {
      scheduler = create(0, { tokenBudget: 64, lookAheadMs: 10_000 });
      const lengths = [30, 8, 16, 8, 31, 8, 16, 32];
      scheduler.submit(
        lengths.map((length, i) => row(i, length)),
        { priority: 'interactive' },
      );
      executor.setSlots(8);
      for (const { batch } of executor.running) {
        const sizes = batch.map((ids) => ids.length);
        expect(Math.max(...sizes) * sizes.length).toBeLessThanOrEqual(64);
        expect(Math.max(...sizes) / Math.min(...sizes)).toBeLessThan(1.1);
      }
    });

    it('hold no row whose turn is far ahead', () => {
      scheduler = create(0, { tokenBudget: 24, lookAheadMs: 16 });
      scheduler.submit([row(1, 8), row(2, 8), row(3, 48), row(4, 8)], { priority: 'interactive' });
      executor.setSlots(1);
      expect(executor.started).toEqual([[1, 2]]);
    });

    it('take turns in the order in which jobs of less than a batch came, so that short rows wait for company', async () => {
      scheduler = create(1, { tokenBudget: 64 });
      scheduler.submit(rows(1, 64, 1), { priority: 'interactive' });
      scheduler.submit(rows(1, 32, 2), { priority: 'interactive' });
      for (let i = 0; i < 4; i++) scheduler.submit(rows(1, 8, 3), { priority: 'interactive' });
      await finishAll();
      expect(executor.started).toEqual([[1], [2], [3, 3, 3, 3]]);
    });

    it('are shared out to the free slots', () => {
      scheduler = create(0, { tokenBudget: 1000, lookAheadMs: 10_000 });
      scheduler.submit(rows(8, 8), { priority: 'interactive' });
      executor.setSlots(2);
      expect(executor.started.map((batch) => batch.length)).toEqual([4, 4]);
    });

    it('of one priority hold nobody of another', () => {
      scheduler = create(0, { tokenBudget: 1000 });
      scheduler.submit(rows(4, 8, 1), { priority: 'background' });
      scheduler.submit(rows(2, 8, 2), { priority: 'live' });
      executor.setSlots(1);
      expect(executor.started).toEqual([[2, 2]]);
    });
  });

  describe('the express lane', () => {
    it('takes a small job past long batches that have just begun', () => {
      scheduler = create(1, {}, 1);
      scheduler.submit(rows(3, 100), { priority: 'interactive' });
      scheduler.submit(rows(1, 8, 5), { priority: 'interactive' });
      expect(executor.running.map(({ lane }) => lane)).toEqual(['bulk', 'express']);
      expect(executor.started[1]).toEqual([5]);
    });

    it('is not for large jobs, nor for what would wait less than it computes', () => {
      scheduler = create(1, {}, 1);
      scheduler.submit(rows(3, 100), { priority: 'live' });
      expect(executor.running).toHaveLength(1);
      clock.ms = 190;
      scheduler.submit(rows(1, 8, 5), { priority: 'interactive' });
      expect(executor.running).toHaveLength(1);
    });
  });

  it('closes the express lane while more small jobs wait than a few narrow batches take', async () => {
    scheduler = create(1, { tokenBudget: 1000 }, 1);
    scheduler.submit(rows(1, 500), { priority: 'interactive' });
    executor.slots = { bulk: 1, express: 0 };
    const jobs = Array.from({ length: 33 }, () => scheduler.submit(rows(1, 8, 5), { priority: 'interactive' }));
    executor.slots = { bulk: 1, express: 1 };
    scheduler.submit(rows(1, 8, 5), { priority: 'interactive' });
    expect(executor.running.map(({ lane }) => lane)).toEqual(['bulk']);
    await finishAll();
    await Promise.all(jobs.flatMap((job) => job.rows));
    expect(executor.started.slice(0, 2)).toMatchObject([{ length: 1 }, { length: 34 }]);
  });

  it('computes short rows before long ones that came with them, and lets no long one starve', async () => {
    scheduler = create(1, { maxQueuedTokens: 100_000 });
    scheduler.submit(rows(1, 8), { priority: 'interactive' });
    scheduler.submit(rows(1, 200, 9), { priority: 'interactive' });
    let before = 0;
    while (!executor.started.flat().includes(9)) {
      scheduler.submit(rows(1, 8, 2), { priority: 'interactive' });
      await finishOne();
      before += 1;
    }
    expect(before).toBeGreaterThan(3);
    expect(before).toBeLessThan(60);
    await finishAll();
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
      for (const one of await outcome) expect(one).toMatchObject({ status: 'rejected', reason });
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
    const overflow = (count = 1) => {
      try {
        scheduler.submit(rows(count, 8), { priority: 'live' });
      } catch (error) {
        return error as EngineError;
      }
      throw new Error('was not refused');
    };

    it('is refused at once, with the time until there is room', async () => {
      scheduler = create(1, { maxQueuedTokens: 800 });
      scheduler.submit(rows(1, 8), { priority: 'interactive' });
      await finishAll();
      scheduler.submit(rows(100, 8), { priority: 'interactive' });
      scheduler.submit(rows(1, 8), { priority: 'interactive' });
      const refused = overflow(50);
      expect(refused).toMatchObject({ reason: 'OVERLOADED', details: { retryAfterMs: expect.closeTo(800, -1) } });
    });

    it('has a retry hint while every worker is being replaced', async () => {
      scheduler = create(0, { maxQueuedTokens: 800 });
      scheduler.submit(rows(100, 8), { priority: 'interactive' });
      expect(overflow().details.retryAfterMs).toBe(50);
      executor.setSlots(1);
      await finishAll();
      executor.setSlots(0);
      scheduler.submit(rows(100, 8), { priority: 'interactive' });
      expect(overflow(50).details.retryAfterMs).toBeCloseTo(800, -1);
    });

    it('refuses a job that the queue can never hold as too large, not as overload', () => {
      scheduler = create(1, { maxQueuedTokens: 8 });
      expect(() => scheduler.submit(rows(100, 8), { priority: 'interactive' })).toThrow(
        expect.objectContaining({ reason: 'TEXTS_TOO_LARGE' }),
      );
      expect(() => scheduler.submit(rows(1, 8), { priority: 'interactive' })).not.toThrow();
    });
  });

  it('settles every row exactly once, computes none twice unless it failed, and comes to rest, whatever happens', async () => {
    const jobs = fc.array(
      fc.record({
        lengths: fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 20 }),
        priority: fc.constantFrom<Priority>('live', 'interactive', 'background'),
        late: fc.boolean(),
      }),
      { minLength: 1, maxLength: 8 },
    );
    const steps = fc.array(
      fc.record({ what: fc.constantFrom('finish', 'finish', 'fail', 'abort', 'slot', 'submit'), which: fc.nat(100) }),
      { maxLength: 80 },
    );
    await fc.assert(
      fc.asyncProperty(
        jobs,
        steps,
        fc.integer({ min: 0, max: 3 }),
        fc.nat(2),
        async (given, happenings, slots, express) => {
          scheduler = create(slots, { maxQueuedTokens: 1_000_000, tokenBudget: 64 }, express);
          const waiting = [...given];
          const controllers: AbortController[] = [];
          let settled = 0;
          let submitted = 0;
          let failures = 0;
          const count = () => {
            settled += 1;
          };
          const submit = () => {
            const { lengths, priority, late } = waiting.shift() ?? { lengths: [], priority: 'live', late: false };
            const controller = new AbortController();
            controllers.push(controller);
            const options = { priority, signal: controller.signal, ...(late && { deadline: clock.ms + 100_000 }) };
            // Few different ids: equal rows meet in flight.
            const job = scheduler.submit(
              lengths.map((length, i) => row(i % 5, length)),
              options,
            );
            submitted += lengths.length;
            for (const [i, done] of job.rows.entries()) {
              done.then(({ tensors }) => {
                expect([...tensors['out']!]).toEqual([i % 5, lengths[i]]);
                count();
              }, count);
            }
          };
          submit();
          for (const { what, which } of happenings) {
            const batch = executor.running[which % Math.max(executor.running.length, 1)];
            if (what === 'submit') submit();
            if (what === 'finish') batch?.finish();
            if (what === 'fail' && batch) {
              failures += batch.batch.length;
              batch.fail(new EngineError('EXECUTOR_LOST'));
            }
            if (what === 'abort') controllers[which % controllers.length]!.abort(new EngineError('CANCELLED'));
            if (what === 'slot') executor.setSlots((which % 3) + executor.running.length);
            for (const lane of ['bulk', 'express'] as const) {
              const inLane = executor.running.filter((one) => one.lane === lane);
              expect(inLane.length).toBeLessThanOrEqual(executor.slots[lane]);
            }
            for (const { batch: ids } of executor.running) {
              const padded = ids.length * Math.max(...ids.map(({ length }) => length));
              expect(ids.length === 1 || padded <= 64).toBe(true);
            }
            await turn();
          }
          while (waiting.length > 0) submit();
          executor.setSlots(Math.max(executor.slots.bulk, 1));
          await finishAll();
          await scheduler.idle();
          expect(settled).toBe(submitted);
          expect(executor.started.flat().length).toBeLessThanOrEqual(submitted + failures);
          expect(scheduler.load).toEqual({ queuedTokens: 0, running: 0, backlogMs: expect.closeTo(0) });
        },
      ),
      { numRuns: 100 },
    );
  });

  it('overtakes nobody by more than its share: a row waits for the work of others only in proportion to theirs', async () => {
    const arrivals = fc.array(fc.record({ length: fc.integer({ min: 2, max: 60 }), after: fc.nat(3) }), {
      minLength: 10,
      maxLength: 80,
    });
    await fc.assert(
      fc.asyncProperty(arrivals, fc.integer({ min: 0, max: 5 }), async (given, at) => {
        scheduler = create(1, { maxQueuedTokens: 1_000_000, tokenBudget: 64, lookAheadMs: 0 });
        const watched = 777;
        let computed = 0;
        let started = -1;
        for (const [i, { length, after }] of given.entries()) {
          if (i === at) scheduler.submit([row(watched, 60)], { priority: 'interactive' });
          scheduler.submit(rows(1, length), { priority: 'interactive' });
          for (let step = 0; step < after && executor.running.length > 0; step++) {
            const { batch } = executor.running[0]!;
            if (started < 0 && i >= at) computed += batch.length * Math.max(...batch.map((ids) => ids.length));
            await finishOne();
            if (started < 0 && executor.started.flat().includes(watched)) started = computed;
          }
        }
        await finishAll();
        // Each of the others, all of one row, may go before it with at most the cost that it has itself.
        const others = given.length;
        if (started >= 0) expect(started).toBeLessThanOrEqual(60 * (others + 2));
        expect(executor.started.flat()).toContain(watched);
      }),
      { numRuns: 50 },
    );
  });
});
