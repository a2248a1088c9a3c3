import { randomUUID } from 'node:crypto';
import { type CallOptions, toRawOptions } from './call-options.js';
import type { AnalysisSection } from './gen/guionix/ml/v1/analysis.js';
import type { AnswerOptions } from './gen/guionix/ml/v1/common.js';
import type { FilmContext } from './gen/guionix/ml/v1/film.js';
import type { DeepPartial, Job, JobItem, JobState, LibraryJob, SubmitJobRequest } from './gen/guionix/ml/v1/job.js';
import { readPages } from './pages.js';
import { present } from './present.js';
import type { RawClients } from './raw.js';
import { type ScriptSource, toScriptInput } from './script-source.js';

/** What a job is to do: scripts that come along or are named one by one, or a whole library. */
export type JobWork = {
  /** Sections to make; every one that can be made when left out. */
  readonly sections?: readonly AnalysisSection[] | undefined;
} & (
  | { readonly scripts: readonly ScriptSource[]; readonly context?: FilmContext | undefined }
  | { readonly scriptIds: readonly string[]; readonly onlyNew?: boolean | undefined }
  | { readonly ownerId: string; readonly onlyNew?: boolean | undefined }
  | { readonly folder: string; readonly onlyNew?: boolean | undefined }
);

/** How a job is done. */
export interface SubmitOptions extends Partial<AnswerOptions> {
  /** Sending the same key again makes no second job. A new UUID when left out. */
  readonly idempotencyKey?: string | undefined;
}

/** Which jobs to list; what is given must all hold. */
export interface ListJobsOptions {
  /** Only of this user. */
  readonly userId?: string | undefined;
  /** Only in this state. */
  readonly state?: JobState | undefined;
  /** Jobs per request, 1..1000. Default 100. */
  readonly pageSize?: number | undefined;
}

/** Which items of a job to list. */
export type ListJobItemsOptions = Omit<ListJobsOptions, 'userId'>;

/** One event of a job that is followed. */
export type JobEvent = { readonly type: 'job'; readonly job: Job } | { readonly type: 'item'; readonly item: JobItem };

/** Work in the background, kept until it is done. */
export interface JobsClient {
  /** Submits a job. Safe to retry: the key is chosen before the first try. */
  submit(work: JobWork, options?: SubmitOptions, call?: CallOptions): Promise<Job>;
  /** Returns a job as it stands. */
  get(jobId: string, call?: CallOptions): Promise<Job>;
  /** Follows a job: its state now, each change of it and its items, the ended job last. */
  watch(jobId: string, call?: CallOptions): AsyncIterable<JobEvent>;
  /** Stops a job; results that are ready stay. */
  cancel(jobId: string, call?: CallOptions): Promise<Job>;
  /** Jobs, newest first, read page by page as the loop goes on; the deadline is each page's. */
  list(options?: ListJobsOptions, call?: CallOptions): AsyncIterable<Job>;
  /** Items of a job with their outcomes, in its order, read page by page as the loop goes on. */
  items(jobId: string, options?: ListJobItemsOptions, call?: CallOptions): AsyncIterable<JobItem>;
}

/** Jobs over the generated client. */
export function createJobsClient(raw: RawClients['jobs']): JobsClient {
  return {
    async submit(work, { idempotencyKey = randomUUID(), ...options } = {}, call) {
      const request = { idempotencyKey, options, work: toWork(work) };
      return present((await raw.submitJob(request, { ...toRawOptions(call), retry: true })).job, 'job');
    },
    async get(jobId, call) {
      return present((await raw.getJob({ jobId }, toRawOptions(call))).job, 'job');
    },
    async *watch(jobId, call) {
      for await (const { event } of raw.watchJob({ jobId }, toRawOptions(call))) {
        if (event?.$case === 'job') yield { type: 'job', job: event.value };
        if (event?.$case === 'item') yield { type: 'item', item: event.value };
      }
    },
    async cancel(jobId, call) {
      return present((await raw.cancelJob({ jobId }, toRawOptions(call))).job, 'job');
    },
    list({ userId = '', state = 0, pageSize = 0 } = {}, call) {
      return readPages(async (pageToken) => {
        const request = { userId, state, pageSize, pageToken };
        const { jobs, nextPageToken } = await raw.listJobs(request, toRawOptions(call));
        return { entries: jobs, nextPageToken };
      });
    },
    items(jobId, { state = 0, pageSize = 0 } = {}, call) {
      return readPages(async (pageToken) => {
        const request = { jobId, state, pageSize, pageToken };
        const { items, nextPageToken } = await raw.listJobItems(request, toRawOptions(call));
        return { entries: items, nextPageToken };
      });
    },
  };
}

function toWork(work: JobWork): DeepPartial<SubmitJobRequest>['work'] {
  const sections = [...(work.sections ?? [])];
  if ('scripts' in work) {
    const scripts = work.scripts.map(toScriptInput);
    return { $case: 'scripts', value: { scripts, sections, context: work.context } };
  }
  return { $case: 'library', value: { source: toSource(work), sections, onlyNew: work.onlyNew ?? false } };
}

function toSource(work: Exclude<JobWork, { readonly scripts: unknown }>): LibraryJob['source'] {
  if ('scriptIds' in work) return { $case: 'ids', value: { scriptIds: [...work.scriptIds] } };
  if ('ownerId' in work) return { $case: 'ownerId', value: work.ownerId };
  return { $case: 'folder', value: work.folder };
}
