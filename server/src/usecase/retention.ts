import type { UserDataStore } from './user-data-store.js';

/** How long things are kept, in days; left out: until they are deleted. */
export interface RetentionSettings {
  readonly analysisDays?: number | undefined;
  readonly jobDays: number;
}

/** What the log is told. */
export interface RetentionLog {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** Between two looks at what is past its time, in milliseconds. */
const EVERY_MS = 60 * 60 * 1000;

/** Deletes what is past its time, now and every hour, until it is stopped. Several replicas may do so at once. */
export function keepRetention(
  store: Pick<UserDataStore, 'prune'>,
  { analysisDays, jobDays }: RetentionSettings,
  log: RetentionLog,
): { stop(): void } {
  const look = async () => {
    const ago = (days: number) => new Date(Date.now() - days * DAY_MS);
    const before = { jobs: ago(jobDays), ...(analysisDays !== undefined && { analyses: ago(analysisDays) }) };
    const gone = await store.prune(before);
    if (gone.analyses + gone.jobs > 0) log.info(gone, 'deleted what was past its time');
  };
  const safely = () =>
    void look().catch(() => log.warn({}, 'what is past its time could not be deleted; in an hour again'));
  safely();
  const timer = setInterval(safely, EVERY_MS);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}
