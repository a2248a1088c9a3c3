/** Thread of the embedded database: PGlite runs where it is called, so it gets a thread of its own. */
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { concatenate } from './concatenate.js';
import type { EmbeddedReply, EmbeddedRequest } from './embedded-engine.js';
import { ensureCluster } from './seed.js';

/**
 * Small: memory is the model's, and the operating system caches the files. Durability is PostgreSQL's own: a commit
 * writes its log before it is acknowledged, so a killed process loses nothing that was.
 */
const PARAMETERS = [
  'shared_buffers=8MB',
  'wal_buffers=256kB',
  'work_mem=2MB',
  'maintenance_work_mem=16MB',
  'max_connections=8',
  'min_wal_size=8MB',
  'max_wal_size=32MB',
];

/** Bytes of requests after which dead rows are cleared and the log is cut: PGlite has no background processes for it. */
const MAINTENANCE_BYTES = 32 << 20;
/** What one request may write beside its own bytes. */
const REQUEST_OVERHEAD_BYTES = 8192;

const { clusterDir } = workerData as { clusterDir: string };
const control = parentPort!;

ensureCluster(clusterDir);
const database = await PGlite.create({
  dataDir: clusterDir,
  startParams: [...PGlite.defaultStartParams, ...PARAMETERS.flatMap((parameter) => ['-c', parameter])],
});

let queue: Promise<void> = Promise.resolve();
let bytesSinceMaintenance = 0;

/** Answers one client's wire protocol, one message after the other among all clients. */
function serve(client: MessagePort): void {
  enqueue(resetSession);
  client.on('message', (request: Uint8Array) => enqueue(() => answer(client, request)));
}

async function answer(client: MessagePort, request: Uint8Array): Promise<void> {
  const chunks: Uint8Array[] = [];
  await database.execProtocolRawStream(request, { onRawData: (chunk) => chunks.push(chunk.slice()) });
  const reply = concatenate(chunks);
  client.postMessage(reply, [reply.buffer]);
  bytesSinceMaintenance += request.length + REQUEST_OVERHEAD_BYTES;
  if (bytesSinceMaintenance > MAINTENANCE_BYTES && !database.isInTransaction()) await maintain();
}

/** There is one session for all clients: what a client that went away left behind must not reach the next. */
async function resetSession(): Promise<void> {
  if (database.isInTransaction()) await database.exec('rollback');
  await database.exec('discard all');
}

async function maintain(): Promise<void> {
  bytesSinceMaintenance = 0;
  await database.exec('vacuum');
  await database.exec('checkpoint');
}

async function stop(): Promise<void> {
  await database.close();
  reply({ kind: 'stopped' });
  control.close();
}

/** A fault here is one of the database itself: it ends the thread, and the next client starts a new one. */
function enqueue(work: () => Promise<void>): void {
  queue = queue.then(work);
}

function reply(message: EmbeddedReply): void {
  control.postMessage(message);
}

control.on('message', (request: EmbeddedRequest) => {
  if (request.kind === 'connect') serve(request.client);
  else enqueue(stop);
});
reply({ kind: 'ready' });
