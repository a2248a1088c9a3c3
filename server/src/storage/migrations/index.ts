import type { Migration } from 'kysely';
import * as scripts from './0001-scripts.js';
import * as sharedVersions from './0002-shared-versions.js';
import * as analyses from './0003-analyses.js';
import * as jobs from './0004-jobs.js';
import * as feedback from './0005-feedback.js';
import * as scoreDays from './0006-score-days.js';

/**
 * Every migration by name, run in the order of the names. Forward only: a migration that was released is never changed,
 * and each leaves the tables readable by the version before, because replicas are replaced one at a time.
 */
export const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '0001-scripts': scripts,
  '0002-shared-versions': sharedVersions,
  '0003-analyses': analyses,
  '0004-jobs': jobs,
  '0005-feedback': feedback,
  '0006-score-days': scoreDays,
};
