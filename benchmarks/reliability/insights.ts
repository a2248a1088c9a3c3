/** Time in the database for the insights of a user with many analyses. */
import { openStore, type StoreSettings } from '../../server/src/storage/store.js';
import { median } from '../serving/median.js';
import { madeUpAnalysis } from './made-up-analysis.js';

/** Analyses of the user. */
export const ANALYSES = 10_000;

/** Analyses that are kept at once. */
const AT_ONCE = 16;

/** Times that the insights are read; the first one warms. */
const READS = 6;

/** Fills a store and returns the median time of what `GetInsights` asks it, in milliseconds. */
export async function measureInsights(settings: StoreSettings): Promise<number> {
  const store = await openStore(settings);
  try {
    const userId = 'writer';
    for (let at = 0; at < ANALYSES; at += AT_ONCE) {
      const some = Array.from({ length: AT_ONCE }, (_, i) => madeUpAnalysis(userId, at + i, 0));
      await Promise.all(some.map((one) => store.analyses.put(one)));
    }
    const times: number[] = [];
    for (let read = 0; read < READS; read++) {
      const started = performance.now();
      await Promise.all([store.insights.count({ userId }), store.insights.latest({ userId }, 20)]);
      times.push(performance.now() - started);
    }
    return median(times.slice(1));
  } finally {
    await store.close();
  }
}
