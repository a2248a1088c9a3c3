import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { GUIONIX, orSkip } from '../paths.js';
import { createDataFolder } from './data-folder.js';
import type { EngineUsage } from './engine-usage.js';

/** The built engine, running as a process of its own. */
export interface EngineProcess {
  /** Where it listens, as host:port. */
  readonly address: string;
  readonly pid: number;
  /** What it has used since the usage was last read, or since its start. */
  usage(): Promise<EngineUsage>;
  /** Drains it and removes its data folder. */
  stop(): Promise<void>;
}

/** Module that the engine is started with: it answers what the process has used. */
const USAGE_MODULE = new URL('./report-usage.mjs', import.meta.url);

/**
 * Starts `guionix serve` with its defaults, on a free local port and a data folder of its own.
 *
 * @param flags More flags of `guionix serve`, e.g. `['--workers', '1']`.
 * @throws Error with the last log line when the process ends before it serves.
 */
export async function startEngineProcess(flags: readonly string[] = []): Promise<EngineProcess> {
  const data = await createDataFolder();
  const place = ['--host', '127.0.0.1', '--port', '0', '--data-dir', data.folder];
  const child = spawn(process.execPath, ['--import', USAGE_MODULE.href, orSkip(GUIONIX), 'serve', ...place, ...flags], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const exited = once(child, 'exit');
  const port = await servingPort(child);
  return {
    address: `127.0.0.1:${port}`,
    pid: child.pid!,
    usage: () => readUsage(child),
    async stop() {
      child.kill('SIGTERM');
      await exited;
      await data.remove();
    },
  };
}

/** Reads the log to its line 'serving'; the rest is read and dropped, so that the pipe never fills. */
function servingPort(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    let last = '';
    child.once('exit', (code) => reject(new Error(`The engine ended with code ${code}: ${last}`)));
    createInterface(child.stderr as Readable).on('line', (line) => {
      last = line;
      if (!line.startsWith('{')) return;
      const { msg, port } = JSON.parse(line) as { msg?: string; port?: number };
      if (msg === 'serving') resolve(port!);
    });
  });
}

async function readUsage(child: ChildProcess): Promise<EngineUsage> {
  const answer = once(child, 'message');
  child.send('usage');
  const [usage] = (await answer) as [EngineUsage];
  return usage;
}
