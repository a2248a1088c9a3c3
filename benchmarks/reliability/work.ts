/** Callers that put scripts, submit jobs, analyse and give feedback, and note what was acknowledged. */
import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { GuionixError, type MlClient } from '@guionix/ml-client';
import { numberedScript } from '../load/numbered-script.js';
import type { Promises } from './promises.js';

/** Lines of a script: a few scenes' worth would make a run of hundreds of jobs long. */
const LINES = 24;

/** What a caller waits before it asks again, in milliseconds. */
const AGAIN_MS = 100;

/** Failures that say nothing of the engine's promises. */
const EXPECTED = ['UNAVAILABLE', 'CANCELLED', 'DEADLINE_EXCEEDED', 'RESOURCE_EXHAUSTED', 'UNKNOWN'];

/** A script of its own for each number. */
function shortScript(number: number): string {
  return numberedScript(number, 1).split('\n').slice(0, LINES).join('\n');
}

/** Submits a job of a script of its own, and gives feedback on an analysis of it, whatever ends the engine meanwhile. */
export async function submitOne(number: number, client: MlClient, promises: Promises): Promise<void> {
  const text = shortScript(number);
  const scriptId = `script-${number}`;
  await insist(() => client.scripts.put({ text }, { scriptId }));
  promises.scripts.set(scriptId, createHash('sha256').update(text).digest('hex'));
  const idempotencyKey = `key-${number}`;
  const { jobId } = await insist(() => client.jobs.submit({ scripts: [{ scriptId }] }, { idempotencyKey }));
  promises.jobs.set(idempotencyKey, jobId);
  if (number % 5 > 0) return;
  const userId = `user-${number}`;
  const { info } = await insist(() => client.sentiment.analyze({ scriptId }, { userId }));
  promises.analyses.add(info.analysisId);
  const { feedbackId } = await insist(() => client.feedback.submit(info.analysisId, { userId, accuracy: 4 }));
  promises.feedback.set(feedbackId, info.analysisId);
}

/** Asks again while the engine is away. */
async function insist<T>(ask: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof GuionixError) || !EXPECTED.includes(error.code)) throw error;
      await delay(AGAIN_MS);
    }
  }
}

/** Waits until every job that was acknowledged has ended; false when that takes longer than `limitMs`. */
export async function allEnded(client: MlClient, promises: Promises, limitMs: number): Promise<boolean> {
  const end = performance.now() + limitMs;
  const open = new Set(promises.jobs.values());
  while (open.size > 0) {
    for (const jobId of open) {
      const job = await insist(() => client.jobs.get(jobId));
      if (job.endedAt !== '') open.delete(jobId);
    }
    if (performance.now() > end) return false;
    if (open.size > 0) await delay(500);
  }
  return true;
}
