import type { JobServiceServer } from '../gen/guionix/ml/v1/job.js';
import type { Log } from '../telemetry/log.js';
import type { JobStore } from '../usecase/job-store.js';
import { type SubmitJobParts, submitJob } from '../usecase/submit-job.js';
import { jobNotFound, watchJob } from '../usecase/watch-job.js';
import { serverStream, unary } from './call.js';
import { fromState, fromSubmitRequest, toItem, toJob, toWatchResponse } from './wire/job.js';
import { fromId, fromOwnerId } from './wire/label.js';
import { fromPage } from './wire/page.js';

/** What the service works with. */
export interface JobServiceParts extends SubmitJobParts {
  readonly jobs: JobStore;
  /** Aborts when the engine stops: whoever follows a job is to follow it on another replica. */
  readonly stopping: AbortSignal;
}

/** `guionix.ml.v1.JobService` over the store of jobs. */
export function jobService(parts: JobServiceParts, log: Log): JobServiceServer {
  const { jobs, stopping } = parts;
  return {
    submitJob: unary(log, async (request) => ({ job: toJob(await submitJob(fromSubmitRequest(request), parts)) })),
    getJob: unary(log, async ({ jobId }) => {
      const job = await jobs.get(fromId(jobId, 'job_id'));
      if (job === undefined) throw jobNotFound(jobId);
      return { job: toJob(job) };
    }),
    watchJob: serverStream(log, async function* ({ jobId }, { signal }) {
      const events = watchJob(fromId(jobId, 'job_id'), jobs, AbortSignal.any([signal, stopping]));
      for await (const event of events) yield toWatchResponse(event);
    }),
    cancelJob: unary(log, async ({ jobId }) => {
      const job = await jobs.cancel(fromId(jobId, 'job_id'));
      if (job === undefined) throw jobNotFound(jobId);
      return { job: toJob(job) };
    }),
    listJobs: unary(log, async (request) => {
      const userId = fromOwnerId(request.userId, 'user_id');
      const state = fromState(request.state);
      const conditions = { ...(userId && { userId }), ...(state && { state }) };
      const { jobs: page, nextPageToken = '' } = await jobs.list({ ...conditions, ...fromPage(request) });
      return { jobs: page.map(toJob), nextPageToken };
    }),
    listJobItems: unary(log, async (request) => {
      const jobId = fromId(request.jobId, 'job_id');
      if ((await jobs.get(jobId)) === undefined) throw jobNotFound(jobId);
      const state = fromState(request.state);
      const page = await jobs.listItems({ jobId, ...(state && { state }), ...fromPage(request) });
      return { items: page.items.map(toItem), nextPageToken: page.nextPageToken ?? '' };
    }),
  };
}
