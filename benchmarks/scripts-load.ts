/**
 * Many scripts at once: what a token costs the server as scripts are added, the line through it, and peak memory. No two
 * scripts share a line.
 *
 *   npm run bench:load -- [--scripts 1,4,16,64] [--scenes N]
 */
import { parseArgs } from 'node:util';
import { createClient, type MlClient } from '@guionix/ml-client';
import { type EngineProcess, startEngineProcess } from './engine/engine-process.js';
import { residentMiB } from './engine/process-usage.js';
import { fitLine, type Line } from './load/fit-line.js';
import { numberedScript } from './load/numbered-script.js';
import { markdownTable } from './table.js';

/** What a fit should explain at least, for the cost to be called linear. */
const BOUND_R2 = 0.99;

/** What the most scripts may cost a token more than one script does. */
const BOUND_GROWTH = 1.1;

/** Scripts that were analysed at once. */
interface Level {
  readonly scripts: number;
  readonly tokens: number;
  readonly cpuSeconds: number;
  readonly seconds: number;
  /** Highest resident memory of the server so far, in MiB. */
  readonly peakMiB: number;
}

const { values: flags } = parseArgs({
  options: { scripts: { type: 'string', default: '1,4,16,64' }, scenes: { type: 'string', default: '12' } },
});
const scenes = Number(flags.scenes);
/** Counts the scripts of the whole run: no number is used twice. */
let written = 0;

async function runLevel(engine: EngineProcess, client: MlClient, count: number): Promise<Level> {
  const texts = Array.from({ length: count }, () => numberedScript(written++, scenes));
  await engine.usage();
  const started = performance.now();
  const tokens = await Promise.all(texts.map((text) => analyze(client, text)));
  const seconds = (performance.now() - started) / 1000;
  const { cpuSeconds } = await engine.usage();
  const { peak } = await residentMiB(engine.pid);
  return { scripts: count, tokens: tokens.reduce((sum, one) => sum + one, 0), cpuSeconds, seconds, peakMiB: peak };
}

/** Tokens of the script, all of them computed. */
async function analyze(client: MlClient, text: string): Promise<number> {
  let tokens = 0;
  for await (const event of client.sentiment.stream({ text })) {
    tokens = event.progress.tokensTotal;
    if (event.type !== 'completed') continue;
    const { segmentHits, segmentMisses } = event.info.cache!;
    // Names of speakers alone recur; a script that was found would not be measured.
    if (segmentHits > segmentMisses) throw new Error(`${segmentHits} segments were found in the cache.`);
  }
  return tokens;
}

function levelsTable(levels: readonly Level[]): string {
  const perToken = ({ cpuSeconds, tokens }: Level) => (1e6 * cpuSeconds) / tokens;
  return markdownTable(
    ['scripts at once', 'tokens', 'CPU s', 'CPU µs a token', 'of one script', 'seconds', 'peak memory, MiB'],
    levels.map((level) => [
      String(level.scripts),
      String(level.tokens),
      level.cpuSeconds.toFixed(2),
      perToken(level).toFixed(1),
      (perToken(level) / perToken(levels[0]!)).toFixed(2),
      level.seconds.toFixed(1),
      level.peakMiB.toFixed(0),
    ]),
  );
}

function describe(levels: readonly Level[], { intercept, slope, r2 }: Line): string {
  const [first, last] = [levels[0]!, levels.at(-1)!];
  const growth = last.cpuSeconds / last.tokens / (first.cpuSeconds / first.tokens);
  const verdict = (held: boolean) => (held ? 'held' : 'NOT held');
  return [
    `CPU seconds = ${intercept.toFixed(3)} + ${(1e6 * slope).toFixed(1)} µs × tokens, R² = ${r2.toFixed(4)}; ` +
      `bound ${BOUND_R2}: ${verdict(r2 >= BOUND_R2)}.`,
    `A token of ${last.scripts} scripts costs ${growth.toFixed(2)} of one of ${first.scripts}; ` +
      `bound ${BOUND_GROWTH}: ${verdict(growth <= BOUND_GROWTH)}.`,
    `Memory: ${(last.peakMiB - first.peakMiB).toFixed(0)} MiB more for ${last.scripts - first.scripts} scripts more.`,
  ].join('\n');
}

// Results of analyses are kept for those who ask again; here nobody does, and their memory is not that of the load.
const engine = await startEngineProcess(['--result-cache-mib', '0']);
const client = createClient({ address: engine.address });
try {
  await runLevel(engine, client, 2);
  const levels: Level[] = [];
  for (const count of flags.scripts.split(',').map(Number)) levels.push(await runLevel(engine, client, count));
  const points = levels.map(({ tokens, cpuSeconds }) => ({ x: tokens, y: cpuSeconds }));
  console.log(`${levelsTable(levels)}\n\n${describe(levels, fitLine(points))}`);
} finally {
  client.close();
  await engine.stop();
}
