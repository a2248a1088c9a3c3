// npm start: installs and builds what is missing or stale, starts the engine, analyses the sample scripts and serves on.

import { spawn } from 'node:child_process';
import path from 'node:path';
import { passOnStop } from './pass-on-stop.mjs';
import { ensureBuilt, ensureInstalled, requireNode, root } from './set-up.mjs';

const parent = process.ppid;
requireNode();
ensureInstalled();
ensureBuilt();
const cli = path.join(root, 'server/dist/cli/main.js');
const engine = spawn(process.execPath, [cli, 'demo', ...process.argv.slice(2)], { cwd: root, stdio: 'inherit' });
passOnStop(engine, parent);
engine.on('exit', (code, signal) => {
  process.exitCode = signal === null ? code : 1;
});
