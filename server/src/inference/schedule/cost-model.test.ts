import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CostModel } from './cost-model.js';

const SHAPES = [
  [1, 8],
  [1, 64],
  [8, 16],
  [4, 32],
  [1, 256],
  [1, 16],
] as const;

/** Feeds samples of a machine with these coefficients. */
function feed(model: CostModel, rounds: number, run: number, token: number, attention: number): void {
  for (let round = 0; round < rounds; round++) {
    for (const [rows, longest] of SHAPES) {
      const tokens = rows * longest;
      model.observe({ rows, longest, ms: run + token * tokens + attention * tokens * longest });
    }
  }
}

describe('CostModel', () => {
  it('finds the coefficients of a machine from one round of probes', () => {
    const machine = fc.record({
      run: fc.double({ min: 0.1, max: 5, noNaN: true }),
      token: fc.double({ min: 0.01, max: 2, noNaN: true }),
      attention: fc.double({ min: 0, max: 0.002, noNaN: true }),
    });
    fc.assert(
      fc.property(machine, ({ run, token, attention }) => {
        const model = new CostModel();
        feed(model, 1, run, token, attention);
        const truth = run + token * 320 + attention * 320 * 32;
        expect(model.predict({ rows: 10, longest: 32 }) / truth).toBeCloseTo(1, 1);
      }),
    );
  });

  it('follows a machine that becomes slower', () => {
    const model = new CostModel();
    feed(model, 5, 1, 0.1, 0.0001);
    feed(model, 300, 2, 0.2, 0.0002);
    expect(model.predict({ rows: 8, longest: 32 }) / (2 + 0.2 * 256 + 0.0002 * 256 * 32)).toBeCloseTo(1, 1);
  });

  it('is not spoilt by one stall', () => {
    const model = new CostModel();
    feed(model, 20, 1, 0.1, 0.0001);
    const before = model.predict({ rows: 4, longest: 32 });
    model.observe({ rows: 4, longest: 32, ms: 10_000 });
    expect(model.predict({ rows: 4, longest: 32 }) / before).toBeLessThan(1.5);
  });

  it('stays above zero and finite, whatever it is told', () => {
    const sample = fc.record({
      rows: fc.integer({ min: 1, max: 64 }),
      longest: fc.integer({ min: 1, max: 512 }),
      ms: fc.double({ min: 0, max: 1e5, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(sample, { maxLength: 400 }), (samples) => {
        const model = new CostModel();
        for (const one of samples) {
          model.observe(one);
          const predicted = model.predict({ rows: 3, longest: 40 });
          expect(predicted).toBeGreaterThan(0);
          expect(Number.isFinite(predicted)).toBe(true);
        }
      }),
    );
  });
});
