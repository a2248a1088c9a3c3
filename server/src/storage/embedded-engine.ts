import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';
import { workerEntry } from '../config/worker-url.js';
import { EngineError } from '../domain/errors.js';
import { type DataLock, takeDataLock } from './data-lock.js';
import type { StorageLog } from './log.js';
import { unavailable } from './storage-error.js';

/** To the thread: a client's port to serve, or the end. */
export type EmbeddedRequest = { kind: 'connect'; client: MessagePort } | { kind: 'stop' };

/** From the thread. */
export type EmbeddedReply = { kind: 'ready' } | { kind: 'stopped' };

/**
 * The embedded database of one data directory, in a worker thread. The thread starts with the first client, and again
 * with the next client if it died.
 */
export class EmbeddedEngine {
  private thread: Promise<Worker> | undefined;
  private readonly lock: DataLock;

  /**
   * Takes `dataDir`, creating it if need be.
   * @throws EngineError `STORAGE_UNAVAILABLE` when another process has it open or it cannot be written.
   */
  constructor(
    private readonly dataDir: string,
    private readonly log: StorageLog,
  ) {
    this.lock = openDirectory(dataDir);
  }

  /** A port that speaks the PostgreSQL wire protocol, one array of bytes a message; it closes when the thread ends. */
  async connect(): Promise<MessagePort> {
    const worker = await this.running();
    const { port1, port2 } = new MessageChannel();
    worker.postMessage({ kind: 'connect', client: port2 } satisfies EmbeddedRequest, [port2]);
    return port1;
  }

  /** Writes everything to the data directory, ends the thread and gives the directory free. */
  async close(): Promise<void> {
    const worker = await this.thread?.catch(() => undefined);
    if (worker) await stop(worker);
    this.lock.release();
  }

  private running(): Promise<Worker> {
    this.thread ??= this.start();
    return this.thread;
  }

  private start(): Promise<Worker> {
    const { url, execArgv } = workerEntry(import.meta.url, 'embedded-worker');
    const worker = new Worker(url, { execArgv, workerData: { clusterDir: join(this.dataDir, 'cluster') } });
    const started = new Promise<Worker>((resolve, reject) => {
      worker.once('message', () => resolve(worker));
      worker.once('error', reject);
    });
    worker.once('error', (error) => {
      this.thread = undefined;
      this.log.warn({ reason: error.name }, 'embedded database failed');
    });
    return started;
  }
}

function openDirectory(dataDir: string): DataLock {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    return takeDataLock(join(dataDir, 'lock'));
  } catch (error) {
    if (error instanceof EngineError) throw error;
    throw unavailable(error, 'The data directory cannot be created or written.');
  }
}

async function stop(worker: Worker): Promise<void> {
  const ended = new Promise((resolve) => worker.once('exit', resolve));
  worker.postMessage({ kind: 'stop' } satisfies EmbeddedRequest);
  await ended;
}
