/** An engine that is killed and started again on the same port over the same data. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { GUIONIX, orSkip } from '../paths.js';

/** Where the engine keeps its data: flags and environment of `guionix serve`. */
export interface Place {
  readonly flags: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/** A script of a job is another's after this long without a word, in milliseconds: short, so that a run is. */
const LEASE_MS = 1500;

/** The engine under the axe. */
export class Victim {
  private child: ChildProcess | undefined;

  private constructor(
    private readonly port: number,
    private readonly place: Place,
  ) {}

  static async create(place: Place): Promise<Victim> {
    return new Victim(await freePort(), place);
  }

  get address(): string {
    return `127.0.0.1:${this.port}`;
  }

  /** Starts it; resolves when it serves. */
  async start(): Promise<void> {
    const { flags, environment } = this.place;
    const at = ['--host', '127.0.0.1', '--port', String(this.port), '--job-lease-ms', String(LEASE_MS)];
    const child = spawn(process.execPath, [orSkip(GUIONIX), 'serve', ...at, ...flags], {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, ...environment },
    });
    this.child = child;
    await serving(child);
  }

  /** Ends it with `kill -9`. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  /** Lets it drain. */
  async stop(): Promise<void> {
    await this.end('SIGTERM');
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const child = this.child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill(signal);
    await exited;
  }
}

function serving(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let last = '';
    child.once('exit', (code) => reject(new Error(`The engine ended with code ${code}: ${last}`)));
    createInterface(child.stderr as Readable).on('line', (line) => {
      last = line;
      if (line.startsWith('{') && (JSON.parse(line) as { msg?: string }).msg === 'serving') resolve();
    });
  });
}

/** A port nobody listens on: the same over every start, so that clients find the engine again. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}
