import type { StoredAnalysis } from '../domain/analysis.js';
import type { Feedback } from '../domain/feedback.js';
import type { Job } from '../domain/job.js';
import type { AnalysisStore } from './analysis-store.js';
import { type DeleteScriptParts, readTexts } from './delete-script.js';
import type { FeedbackStore } from './feedback-store.js';
import { type GetAnalysisParts, getAnalysis } from './get-analysis.js';
import type { JobStore } from './job-store.js';
import type { StoredScript } from './script-store.js';
import type { DeletedCounts, UserDataStore } from './user-data-store.js';

/** What the use cases work with. */
export interface UserDataParts extends DeleteScriptParts, GetAnalysisParts {
  readonly analyses: AnalysisStore;
  readonly jobs: JobStore;
  readonly feedback: FeedbackStore;
  readonly userData: UserDataStore;
}

/** Deletes what is kept of a user, and what the caches know of the user's scripts. */
export async function deleteUserData(
  userId: string,
  parts: UserDataParts,
  signal: AbortSignal,
): Promise<DeletedCounts> {
  const { scripts } = await parts.userData.holdings(userId);
  for (const id of new Set(scripts.map((script) => script.id))) {
    await parts.forgetTexts([...(await readTexts(id, parts, signal))]);
  }
  const counts = await parts.userData.delete(userId);
  for (const { sha256 } of scripts) parts.results.forget(sha256);
  return counts;
}

/** One record of an export. */
export type UserRecord =
  | { readonly type: 'script'; readonly script: StoredScript }
  | { readonly type: 'analysis'; readonly analysis: StoredAnalysis }
  | { readonly type: 'feedback'; readonly feedback: Feedback }
  | { readonly type: 'job'; readonly job: Job };

/** Everything that is kept of a user, the oldest first within each kind; what goes meanwhile is left out. */
export async function* exportUserData(
  userId: string,
  parts: UserDataParts,
  signal: AbortSignal,
): AsyncGenerator<UserRecord, void, undefined> {
  const { scripts, analyses, jobs } = await parts.userData.holdings(userId);
  for (const { id, version } of scripts) {
    const script = await parts.scripts.get(id, version);
    if (script) yield { type: 'script', script };
  }
  for (const id of analyses) {
    const analysis = await getAnalysis(id, parts, signal).catch(() => undefined);
    signal.throwIfAborted();
    if (analysis) yield { type: 'analysis', analysis };
  }
  for (const feedback of (await allFeedback(userId, parts.feedback)).reverse()) yield { type: 'feedback', feedback };
  for (const id of jobs) {
    const job = await parts.jobs.get(id);
    if (job) yield { type: 'job', job };
  }
}

async function allFeedback(userId: string, store: FeedbackStore): Promise<Feedback[]> {
  const all: Feedback[] = [];
  let pageToken: string | undefined;
  do {
    const page = await store.list({ userId, pageSize: 1000, ...(pageToken !== undefined && { pageToken }) });
    all.push(...page.feedback);
    pageToken = page.nextPageToken;
  } while (pageToken !== undefined);
  return all;
}
