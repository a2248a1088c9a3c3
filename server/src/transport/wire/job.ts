import { createHash } from 'node:crypto';
import { EngineError } from '../../domain/errors.js';
import { toGenreSlug } from '../../domain/genre.js';
import type * as domain from '../../domain/job.js';
import * as wire from '../../gen/guionix/ml/v1/job.js';
import type { ScriptInput } from '../../gen/guionix/ml/v1/script.js';
import type { NewItem } from '../../usecase/job-store.js';
import type { JobRequest } from '../../usecase/submit-job.js';
import type { JobEvent } from '../../usecase/watch-job.js';
import { fromSection } from './analysis.js';
import { fromAnswerLanguage, fromPriority } from './enums.js';
import { fromId, fromOwnerId } from './label.js';
import { fromScriptInput } from './script.js';
import { fromEvidenceLimit } from './sentiment.js';

const STATES: Record<domain.JobState, wire.JobState> = {
  pending: wire.JobState.PENDING,
  running: wire.JobState.RUNNING,
  succeeded: wire.JobState.SUCCEEDED,
  failed: wire.JobState.FAILED,
  cancelled: wire.JobState.CANCELLED,
  parked: wire.JobState.PARKED,
};

const MAX_SCRIPTS = 1000;
const MAX_IDS = 100_000;

/**
 * The job that a request asks for.
 *
 * @throws EngineError FIELD_INVALID or SCRIPT_MISSING naming the field; NOT_IMPLEMENTED for a recalibration.
 */
export function fromSubmitRequest(request: wire.SubmitJobRequest): JobRequest {
  const { idempotencyKey, options, work } = request;
  const userId = fromOwnerId(options?.userId ?? '', 'options.user_id');
  const { items, sections, onlyNew = false, genre } = fromWork(work);
  const language = fromAnswerLanguage(options?.answerLanguage ?? 0);
  return {
    key: fromId(idempotencyKey, 'idempotency_key'),
    ...(userId !== undefined && { userId }),
    digest: createHash('sha256').update(wire.SubmitJobRequest.encode(request).finish()).digest('hex'),
    options: {
      ...(language && { answerLanguage: language }),
      priority: options?.priority ? fromPriority(options.priority) : 'background',
      evidenceLimit: fromEvidenceLimit(options?.evidenceLimit ?? 0),
      sections: sections.map((section, i) => fromSection(section, `${work!.$case}.sections[${i}]`)),
      ...(genre && { genre: toGenreSlug(genre) }),
      onlyNew,
    },
    sectionsField: `${work!.$case}.sections`,
    work: items,
  };
}

interface Work extends Pick<wire.ScriptsJob, 'sections'> {
  readonly items: JobRequest['work'];
  readonly onlyNew?: boolean;
  readonly genre?: string | undefined;
}

function fromWork(work: wire.SubmitJobRequest['work']): Work {
  if (work === undefined) throw invalid('work', 'Say what to do: scripts, library or recalibration.');
  if (work.$case === 'recalibration') throw new EngineError('NOT_IMPLEMENTED');
  if (work.$case === 'library') return fromLibrary(work.value);
  const { scripts, sections, context } = work.value;
  checkCount(scripts.length, MAX_SCRIPTS, 'scripts.scripts');
  return { items: scripts.map(fromScript), sections, genre: context?.genres[0] };
}

function fromLibrary({ source, sections, onlyNew }: wire.LibraryJob): Work {
  if (source === undefined) throw invalid('library.source', 'Say which scripts: ids, owner_id or folder.');
  if (source.$case === 'folder') return { items: { folder: source.value }, sections, onlyNew };
  if (source.$case === 'ownerId') {
    return { items: { ownerId: fromId(source.value, 'library.owner_id') }, sections, onlyNew };
  }
  const { scriptIds } = source.value;
  checkCount(scriptIds.length, MAX_IDS, 'library.ids.script_ids');
  const items = scriptIds.map((id, i) => {
    const scriptId = fromId(id, `library.ids.script_ids[${i}]`);
    return { type: 'stored', scriptId } as const;
  });
  return { items, sections, onlyNew };
}

function fromScript(input: ScriptInput): NewItem {
  const script = fromScriptInput(input);
  if (script.type === 'inline') {
    const { bytes, format, name } = script.source;
    return { type: 'inline', script: { bytes, ...(format && { format }), ...(name && { name }) } };
  }
  return { type: 'stored', scriptId: script.id, ...(script.version !== undefined && { version: script.version }) };
}

function checkCount(count: number, most: number, field: string): void {
  if (count < 1 || count > most) throw invalid(field, `Give 1 to ${most}; ${count} were given.`);
}

function invalid(field: string, description: string): EngineError {
  return new EngineError('FIELD_INVALID', undefined, { violations: [{ field, description }] });
}

/** The state that a list asks for; undefined for any. */
export function fromState(state: wire.JobState): domain.JobState | undefined {
  return (Object.keys(STATES) as domain.JobState[]).find((name) => STATES[name] === state);
}

/** A job on the wire. */
export function toJob(job: domain.Job): wire.Job {
  return {
    jobId: job.id,
    idempotencyKey: job.key,
    userId: job.userId ?? '',
    state: STATES[job.state],
    itemsTotal: job.itemsTotal,
    itemsSucceeded: job.itemsSucceeded,
    itemsFailed: job.itemsFailed,
    error: undefined,
    recalibration: [],
    createdAt: job.createdAt.toISOString(),
    startedAt: job.startedAt?.toISOString() ?? '',
    endedAt: job.endedAt?.toISOString() ?? '',
  };
}

/** An item of a job on the wire. */
export function toItem(item: domain.JobItem): wire.JobItem {
  return {
    index: item.index,
    scriptId: item.scriptId ?? '',
    name: item.name,
    state: STATES[item.state],
    attempts: item.attempts,
    analysisId: item.analysisId ?? '',
    error: item.fault,
    progress: item.progress,
  };
}

/** An event of a job that is followed, on the wire. */
export function toWatchResponse(event: JobEvent): wire.WatchJobResponse {
  if (event.type === 'job') return { event: { $case: 'job', value: toJob(event.job) } };
  return { event: { $case: 'item', value: toItem(event.item) } };
}
