/** Where things lie, from the repository's root. */
import { existsSync } from 'node:fs';
import path from 'node:path';

/** Root of the repository. */
export const REPOSITORY = path.resolve(import.meta.dirname, '..');

/** Public data beside the repository; it is no part of it and may be absent. */
export const SHARED_DATA = path.join(REPOSITORY, '../shared/data');

/** The feature-length script that is analysed where one is enough: a full play, 110,000 characters. */
export const FEATURE = path.join(REPOSITORY, 'samples/luces-de-bohemia.fountain');

/** Two full plays, Spanish and English. */
export const FEATURES = [FEATURE, path.join(REPOSITORY, 'samples/macbeth.fountain')];

/** The models that the repository ships. */
export const MODELS = path.join(REPOSITORY, 'models/artifacts');

/** The command line of the engine as it is built. */
export const GUIONIX = path.join(REPOSITORY, 'server/dist/cli/main.js');

/** A folder or file that a benchmark cannot do without; ends the process with a plain message when it is absent. */
export function orSkip(needed: string): string {
  if (existsSync(needed)) return needed;
  console.log(`Skipped: ${path.relative(REPOSITORY, needed)} is not there.`);
  process.exit(0);
}
