// npm start: installs and builds what is missing or stale, starts the engine, analyses the sample scripts and serves on.

import { spawn } from 'node:child_process';
import path from 'node:path';
import { ensureBuilt, ensureInstalled, requireNode, root } from './set-up.mjs';

requireNode();
ensureInstalled();
ensureBuilt();
const cli = path.join(root, 'server/dist/cli/main.js');
const engine = spawn(process.execPath, [cli, 'demo', ...process.argv.slice(2)], { cwd: root, stdio: 'inherit' });
// Ctrl-C reaches the engine by itself; a signal sent to this process alone is passed on, and the engine drains.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => engine.kill('SIGTERM'));
engine.on('exit', (code, signal) => {
  process.exitCode = signal === null ? code : 1;
});
