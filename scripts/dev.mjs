// npm run dev: the engine from its TypeScript sources, started anew at every change.
import { ensureBuilt, ensureInstalled, requireNode, run } from './set-up.mjs';

requireNode();
ensureInstalled();
ensureBuilt();
run('npx', ['--no-install', 'tsx', 'watch', 'server/src/cli/main.ts', 'serve', ...process.argv.slice(2)]);
