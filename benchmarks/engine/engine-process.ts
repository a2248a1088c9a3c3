import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { GUIONIX, orSkip } from '../paths.js';
import { createDataFolder } from './data-folder.js';

/** The built engine, running as a process of its own. */
export interface EngineProcess {
  /** Where it listens, as host:port. */
  readonly address: string;
  readonly pid: number;
  /** Drains it and removes its data folder. */
  stop(): Promise<void>;
}

/**
 * Starts `guionix serve` with its defaults, on a free local port and a data folder of its own.
 *
 * @throws Error with the last log line when the process ends before it serves.
 */
export async function startEngineProcess(): Promise<EngineProcess> {
  const data = await createDataFolder();
  const flags = ['serve', '--host', '127.0.0.1', '--port', '0', '--data-dir', data.folder];
  const child = spawn(process.execPath, [orSkip(GUIONIX), ...flags], { stdio: ['ignore', 'ignore', 'pipe'] });
  const exited = once(child, 'exit');
  const port = await servingPort(child);
  return {
    address: `127.0.0.1:${port}`,
    pid: child.pid!,
    async stop() {
      child.kill('SIGTERM');
      await exited;
      await data.remove();
    },
  };
}

/** Reads the log to its line 'serving'; the rest is read and dropped, so that the pipe never fills. */
function servingPort(child: ChildProcessByStdio<null, null, Readable>): Promise<number> {
  return new Promise((resolve, reject) => {
    let last = '';
    child.once('exit', (code) => reject(new Error(`The engine ended with code ${code}: ${last}`)));
    createInterface(child.stderr).on('line', (line) => {
      last = line;
      if (!line.startsWith('{')) return;
      const { msg, port } = JSON.parse(line) as { msg?: string; port?: number };
      if (msg === 'serving') resolve(port!);
    });
  });
}
