import type { EngineProcess } from '../engine/engine-process.js';
import type { EngineUsage } from '../engine/engine-usage.js';
import { machineCpuSeconds } from '../engine/process-usage.js';

/** What a piece of work cost. */
export interface Account extends EngineUsage {
  /** Processors that others than the engine and this process used meanwhile: the noise of the machine. */
  readonly othersCores: number;
}

/** Runs work and takes what the engine and the machine used meanwhile. */
export async function withAccount<Result>(
  engine: EngineProcess,
  work: () => Promise<Result>,
): Promise<Result & Account> {
  await engine.usage();
  const machine = await machineCpuSeconds();
  const own = process.cpuUsage();
  const started = performance.now();
  const result = await work();
  const seconds = (performance.now() - started) / 1000;
  const usage = await engine.usage();
  const { user, system } = process.cpuUsage(own);
  const others = (await machineCpuSeconds()) - machine - usage.cpuSeconds - (user + system) / 1e6;
  return { ...result, ...usage, othersCores: Math.max(others / seconds, 0) };
}
