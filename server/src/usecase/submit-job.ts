import { EngineError } from '../domain/errors.js';
import type { Job, JobOptions } from '../domain/job.js';
import { requireSections } from './analysis-sections.js';
import type { JobStore, NewItem, NewJob } from './job-store.js';
import type { LibraryFolder } from './library-folder.js';

/** A job that is asked for. */
export interface JobRequest extends Pick<NewJob, 'key' | 'userId' | 'digest'> {
  readonly options: JobOptions;
  /** Request field that names the sections, for errors. */
  readonly sectionsField: string;
  readonly work: readonly NewItem[] | { readonly ownerId: string } | { readonly folder: string };
}

/** What the use case works with. */
export interface SubmitJobParts {
  readonly jobs: Pick<JobStore, 'submit'>;
  /** Left out: the engine has no library of files. */
  readonly folder?: LibraryFolder;
  readonly newId: () => string;
  /** Called when there is new work. */
  readonly wake: () => void;
}

/**
 * Accepts a job; what was accepted survives a crash.
 *
 * @throws EngineError MODEL_MISSING for a section that no model here makes, LIBRARY_MISSING for a folder without a library,
 * and of {@link JobStore.submit}.
 */
export async function submitJob(request: JobRequest, { jobs, folder, newId, wake }: SubmitJobParts): Promise<Job> {
  const { work, sectionsField, ...rest } = request;
  requireSections(rest.options.sections, sectionsField);
  const items = 'folder' in work ? await filesOf(work.folder, folder) : work;
  const job = await jobs.submit({ id: newId(), ...rest, items });
  wake();
  return job;
}

async function filesOf(name: string, folder: LibraryFolder | undefined): Promise<NewItem[]> {
  if (folder === undefined) throw new EngineError('LIBRARY_MISSING');
  return (await folder.list(name)).map((path) => ({ type: 'file', path }));
}
