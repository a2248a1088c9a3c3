/**
 * Peak memory: of `guionix analyze` on one feature-length script, and of a server that analyses four scripts at once.
 *
 *   npm run bench:memory
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createClient } from '@guionix/ml-client';
import { createDataFolder } from './engine/data-folder.js';
import { startEngineProcess } from './engine/engine-process.js';
import { residentMiB } from './engine/process-usage.js';
import { streamScript } from './engine/stream-script.js';
import { FEATURE, FEATURES, GUIONIX } from './paths.js';
import { markdownTable } from './table.js';

/** What the peak of the server should stay below, in MiB. */
const BOUND_MIB = 1024;

/** Time between looks at a process that ends by itself, in milliseconds. */
const POLL_MS = 25;

type Memory = Awaited<ReturnType<typeof residentMiB>>;

/** Memory of a `guionix analyze` process near its end, the engine inside it included. The peak only grows. */
async function analyzeMemory(): Promise<Memory> {
  const data = await createDataFolder();
  const child = spawn(process.execPath, [GUIONIX, 'analyze', FEATURE, '--json', '--no-progress'], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, GUIONIX_DATA_DIR: data.folder },
  });
  let last: Memory = { now: 0, peak: 0 };
  const look = () =>
    residentMiB(child.pid!).then(
      (found) => {
        last = found;
      },
      // The process may be gone between the timer and the look.
      () => undefined,
    );
  const poll = setInterval(look, POLL_MS);
  const [code] = (await once(child, 'exit')) as [number | null];
  clearInterval(poll);
  await data.remove();
  if (code !== 0) throw new Error(`guionix analyze ended with code ${code}.`);
  return last;
}

/** Memory of a server before any call, and after analysing `count` scripts at once. */
async function serverMemory(count: number): Promise<{ started: Memory; analysed: Memory }> {
  const engine = await startEngineProcess();
  const client = createClient({ address: engine.address });
  try {
    const started = await residentMiB(engine.pid);
    const scripts = Array.from({ length: count }, (_, i) => FEATURES[i % FEATURES.length]!);
    await Promise.all(scripts.map((script) => streamScript(client, script)));
    return { started, analysed: await residentMiB(engine.pid) };
  } finally {
    client.close();
    await engine.stop();
  }
}

const server = await serverMemory(4);
const row = (what: string, { now, peak }: Memory) => [
  what,
  now.toFixed(0),
  peak.toFixed(0),
  (peak / server.started.peak).toFixed(2),
  peak < BOUND_MIB ? 'held' : 'NOT held',
];
console.log(
  markdownTable(
    ['process', 'resident, MiB', 'peak, MiB', 'peak, of a started server', `bound ${BOUND_MIB} MiB`],
    [
      row('server, first start', server.started),
      row('server, four scripts at once', server.analysed),
      row('guionix analyze, one script', await analyzeMemory()),
    ],
  ),
);
