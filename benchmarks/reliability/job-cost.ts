/** What a script of a job costs the database: to be handed out, and to be ended with its result. */
import { randomUUID } from 'node:crypto';
import { packResult } from '../../server/src/storage/result-codec.js';
import { openStore, type StoreSettings } from '../../server/src/storage/store.js';
import { median } from '../serving/median.js';
import { madeUpAnalysis } from './made-up-analysis.js';

/** Scenes of a feature film. */
const SCENES = 120;

/** Items that are measured. */
const ITEMS = 200;

/** Milliseconds of the database, and KiB that are kept. */
export interface JobCost {
  /** To hand out an item: median. */
  readonly claimMs: number;
  /** To keep its result and end it: median. */
  readonly endMs: number;
  /** Size of a result. */
  readonly resultKiB: number;
  readonly scenes: number;
}

/** Hands out and ends the items of one job, one after the other. */
export async function measureJobCost(settings: StoreSettings): Promise<JobCost> {
  const store = await openStore(settings);
  try {
    const items = Array.from({ length: ITEMS }, (_, i) => ({ type: 'stored', scriptId: `cost-${i}` }) as const);
    const options = { priority: 'background', evidenceLimit: 3, sections: [], onlyNew: false } as const;
    await store.jobs.submit({ id: randomUUID(), key: randomUUID(), digest: '', options, items });
    const claims: number[] = [];
    const ends: number[] = [];
    for (let i = 0; i < ITEMS; i++) {
      const analysis = madeUpAnalysis('writer-of-jobs', i, SCENES);
      const started = performance.now();
      const item = (await store.queue.claim('bench', 60_000))!;
      const claimed = performance.now();
      await store.queue.succeed('bench', item, analysis);
      claims.push(claimed - started);
      ends.push(performance.now() - claimed);
    }
    const packed = await packResult(madeUpAnalysis('', 0, SCENES).result);
    return { claimMs: median(claims), endMs: median(ends), resultKiB: packed.length / 1024, scenes: SCENES };
  } finally {
    await store.close();
  }
}
