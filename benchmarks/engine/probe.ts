import { setTimeout as delay } from 'node:timers/promises';
import type { MlClient } from '@guionix/ml-client';
import { quantile } from '../../server/src/insight/bootstrap.js';

/** Time between health checks, in milliseconds. */
const INTERVAL_MS = 20;

/**
 * Checks health every 20 ms until `until` settles and resolves with the latency of each check, in milliseconds. A slow
 * answer does not hold back the next check, so that a stall counts for every check that fell into it.
 */
export async function probeHealth(client: MlClient, until: Promise<unknown>): Promise<number[]> {
  const latencies: Promise<number>[] = [];
  let going = true;
  const end = until.finally(() => {
    going = false;
  });
  while (going) {
    latencies.push(timedCheck(client));
    await delay(INTERVAL_MS);
  }
  await end;
  return Promise.all(latencies);
}

async function timedCheck(client: MlClient): Promise<number> {
  const started = performance.now();
  await client.health.check();
  return performance.now() - started;
}

/** Quantile of values in any order, share 0..1. */
export function quantileOf(values: readonly number[], share: number): number {
  return quantile(Float64Array.from(values).sort(), share);
}
