import { describe, expect, it } from 'vitest';
import { RunGate } from './run-gate.js';

describe('RunGate', () => {
  it('is shut only when the run that goes on has ended', async () => {
    const gate = RunGate.create();
    const order: string[] = [];
    let finish = (): void => undefined;
    const run = gate.pass(() => new Promise<void>((done) => (finish = done))).then(() => order.push('run'));
    const shut = gate.shut().then(() => order.push('shut'));
    setTimeout(() => finish(), 20);
    await Promise.all([run, shut]);
    expect(order).toEqual(['run', 'shut']);
  });

  it('starts nothing behind a shut gate', async () => {
    const gate = RunGate.create();
    await gate.shut();
    let started = false;
    void new RunGate(gate.memory).pass(async () => {
      started = true;
    });
    await new Promise((done) => setTimeout(done, 5));
    expect(started).toBe(false);
  });

  it('opens again after a run that fails', async () => {
    const gate = RunGate.create();
    await expect(gate.pass(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await gate.pass(async () => 1)).toBe(1);
  });
});
