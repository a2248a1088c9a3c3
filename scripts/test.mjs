// npm test: installs and builds what is missing or stale, then runs every test. Arguments go to vitest.
import { ensureBuilt, ensureInstalled, requireNode, run } from './set-up.mjs';

requireNode();
ensureInstalled();
ensureBuilt();
run('npx', ['--no-install', 'vitest', 'run', ...process.argv.slice(2)]);
