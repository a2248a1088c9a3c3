/** What an engine acknowledged, and what became of it. */
import { createHash } from 'node:crypto';
import { AnalysisKind, type Job, JobState, type MlClient } from '@guionix/ml-client';

/** Everything that was acknowledged. */
export class Promises {
  /** SHA-256 by script id. */
  readonly scripts = new Map<string, string>();
  /** Job id by key. */
  readonly jobs = new Map<string, string>();
  readonly analyses = new Set<string>();
  /** Analysis id by feedback id. */
  readonly feedback = new Map<string, string>();
}

/** What was found of it. */
export interface Verdict {
  /** Acknowledged and not there, or a job without the result it should have: one line each. */
  readonly lost: readonly string[];
  /** There twice. */
  readonly duplicated: readonly string[];
}

/** Looks for everything that was acknowledged, once every job has ended. */
export async function verify(client: MlClient, promises: Promises): Promise<Verdict> {
  const lost: string[] = [];
  for (const [scriptId, sha256] of promises.scripts) {
    const data = await client.scripts.get(scriptId).catch(() => undefined);
    const found = data && createHash('sha256').update(data.data).digest('hex');
    if (found !== sha256) lost.push(`script ${scriptId}`);
  }
  for (const jobId of promises.jobs.values()) lost.push(...(await faultsOf(client, jobId)));
  for (const analysisId of promises.analyses) {
    if (!(await client.analyses.get(analysisId).catch(() => undefined))) lost.push(`analysis ${analysisId}`);
  }
  const feedback = new Set<string>();
  for await (const { feedbackId } of client.feedback.list({ pageSize: 1000 })) feedback.add(feedbackId);
  for (const id of promises.feedback.keys()) if (!feedback.has(id)) lost.push(`feedback ${id}`);
  return { lost, duplicated: await duplicates(client, promises) };
}

async function faultsOf(client: MlClient, jobId: string): Promise<string[]> {
  const job: Job | undefined = await client.jobs.get(jobId).catch(() => undefined);
  if (job?.state !== JobState.SUCCEEDED) return [`job ${jobId}: ${job ? JobState[job.state] : 'gone'}`];
  const faults: string[] = [];
  for await (const { state, analysisId, error } of client.jobs.items(jobId)) {
    const analysis = analysisId && (await client.analyses.get(analysisId).catch(() => undefined));
    if (!analysis) faults.push(`item of job ${jobId}: ${JobState[state]} ${error?.reason ?? 'without its analysis'}`);
  }
  return faults;
}

/** Results of jobs that are there twice, and jobs that one key made two of. */
async function duplicates(client: MlClient, promises: Promises): Promise<string[]> {
  const results = new Map<string, number>();
  for await (const { info } of client.analyses.list({ kind: AnalysisKind.SCRIPT, pageSize: 1000 })) {
    results.set(info!.scriptId, (results.get(info!.scriptId) ?? 0) + 1);
  }
  const jobsByKey = new Map<string, number>();
  for await (const { idempotencyKey } of client.jobs.list({ pageSize: 1000 })) {
    jobsByKey.set(idempotencyKey, (jobsByKey.get(idempotencyKey) ?? 0) + 1);
  }
  const twice = (counts: Map<string, number>, what: string) =>
    [...counts].filter(([, count]) => count > 1).map(([name, count]) => `${what} ${name}: ${count} times`);
  const keys = new Map([...jobsByKey].filter(([key]) => promises.jobs.has(key)));
  return [...twice(results, 'result of script'), ...twice(keys, 'job of key')];
}
