/**
 * Minutes of everything at once against the built engine: lists, streams, scripts and single texts at times of chance, in
 * bursts beyond what it can do, of every priority, some with deadlines, some cancelled. Nothing may be lost, answered
 * twice or out of order; memory stays bounded; no work stays behind; a text's embedding is that of the text alone.
 * Ends with code 1 when something is wrong.
 *
 *   npm run bench:soak -- [--minutes N] [--rate CALLS_A_SECOND] [--seed N]
 */
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { createClient, type Embedding, type MlClient, Priority, toFloat32 } from '@guionix/ml-client';
import { loadModel } from '../server/src/inference/model-files.js';
import { openTokenizer } from '../server/src/inference/text/tokenizer.js';
import { type EngineProcess, startEngineProcess } from './engine/engine-process.js';
import { residentMiB } from './engine/process-usage.js';
import { MODELS } from './paths.js';
import { median } from './serving/median.js';
import { createRandom } from './serving/random.js';
import { openTexts } from './serving/texts.js';
import { CALLS, type CallParts, type Conditions } from './soak/calls.js';
import { Tally } from './soak/tally.js';

/** A queue and caches small enough to be full now and then. */
const ENGINE_FLAGS = ['--max-queued-tokens', '20000', '--cache-mib', '8', '--result-cache-mib', '8'];

/** Every so often, for so long, so many times the calls come, in milliseconds. */
const BURST = { everyMs: 15_000, lastsMs: 3_000, factor: 5 } as const;

/** Longest time that a call without a deadline of its own may take, in milliseconds: after it, its answer is lost. */
const LOST_MS = 60_000;

/** What the resident memory of the engine may grow by from the second quarter of the time to the last, in MiB. */
const BOUND_GROWTH_MIB = 64;

/** CPU that an engine with nothing to do may use in a second, in seconds. */
const BOUND_IDLE_CPU = 0.1;

/** What a value of an embedding may change by with the batch that its text was in. */
const BOUND_DIFFERENCE = 1e-5;

/** Share of the embeddings that are computed once more, alone; and the most of them. */
const SAMPLE = { share: 0.05, most: 1000 } as const;

const { values: flags } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    rate: { type: 'string', default: '8' },
    seed: { type: 'string', default: '1' },
  },
});
const endMs = Number(flags.minutes) * 60_000;
const random = createRandom(Number(flags.seed));
const tally = new Tally();
const sample = new Map<string, Float32Array>();

function chooseCall(): string {
  let left = random();
  for (const [kind, { share }] of Object.entries(CALLS)) {
    left -= share;
    if (left < 0) return kind;
  }
  return Object.keys(CALLS)[0]!;
}

const PRIORITIES = [Priority.LIVE, Priority.INTERACTIVE, Priority.BACKGROUND];

function chooseConditions(): Conditions {
  const priority = PRIORITIES[Math.floor(random() * PRIORITIES.length)]!;
  const chance = random();
  if (chance < 0.15) return { priority, deadlineMs: Math.ceil(10 + random() * 2000) };
  if (chance < 0.3) return { priority, signal: AbortSignal.timeout(Math.ceil(random() * 400)) };
  return { priority };
}

/** Makes calls at times of chance until the time is up; resolves when the last one is answered. */
async function makeCalls(parts: CallParts): Promise<void> {
  const started = performance.now();
  const open = new Set<Promise<void>>();
  for (let at = 0; at < endMs; at = performance.now() - started) {
    const rate = Number(flags.rate) * (at % BURST.everyMs < BURST.lastsMs ? BURST.factor : 1);
    await delay((-Math.log(1 - random()) / rate) * 1000);
    const kind = chooseCall();
    const conditions = chooseConditions();
    const done = tally.watch(kind, conditions, CALLS[kind]!.call(parts, conditions)).finally(() => open.delete(done));
    open.add(done);
  }
  await Promise.all(open);
}

/** Resident memory every second, in MiB, until `until` settles. */
async function watchMemory({ pid }: EngineProcess, until: Promise<void>): Promise<number[]> {
  const seen: number[] = [];
  let going = true;
  const end = until.finally(() => {
    going = false;
  });
  while (going) {
    seen.push((await residentMiB(pid)).now);
    await Promise.race([delay(1000), end]);
  }
  return seen;
}

function checkMemory(seen: readonly number[]): string {
  const quarter = (index: number) =>
    median(seen.slice(Math.floor((seen.length * index) / 4), Math.ceil((seen.length * (index + 1)) / 4)));
  const [second, last] = [quarter(1), quarter(3)];
  if (last - second > BOUND_GROWTH_MIB) tally.fault(`Memory grew by ${(last - second).toFixed(0)} MiB.`);
  return (
    `Memory of the engine: ${second.toFixed(0)} MiB in the second quarter, ${last.toFixed(0)} MiB in the last, ` +
    `${Math.max(...seen).toFixed(0)} MiB at most.`
  );
}

/** Cancelled and late work must not be computed after all the others are answered. */
async function checkIdle(engine: EngineProcess): Promise<string> {
  await delay(1000);
  await engine.usage();
  await delay(1000);
  const { cpuSeconds } = await engine.usage();
  if (cpuSeconds > BOUND_IDLE_CPU) tally.fault(`An idle engine used ${cpuSeconds.toFixed(2)} s of CPU in a second.`);
  return `CPU of the idle engine afterwards: ${(1000 * cpuSeconds).toFixed(0)} ms a second.`;
}

/** A fresh engine computes the sampled texts one at a time: another answer would be the doing of batches or caches. */
async function checkSample(): Promise<string> {
  const { engine, client } = await open();
  let furthest = 0;
  for (const [text, embedding] of sample) {
    const { outputs } = await client.raw.inference.embedTexts({ texts: [{ id: 0, text }] });
    furthest = Math.max(furthest, distance(embedding, toFloat32(outputs[0]!.embedding!)));
  }
  client.close();
  await engine.stop();
  if (!(furthest <= BOUND_DIFFERENCE)) tally.fault(`An embedding is ${furthest} off from the one computed alone.`);
  return `Embeddings computed once more, alone, by a fresh engine: ${sample.size}; a value differs by ${furthest} at most.`;
}

/** Largest difference of two values in the same place. */
function distance(a: Float32Array, b: Float32Array): number {
  return a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0);
}

async function open(engineFlags: readonly string[] = []): Promise<{ engine: EngineProcess; client: MlClient }> {
  const engine = await startEngineProcess(engineFlags);
  const deadlines = { unaryMs: LOST_MS, streamMs: LOST_MS };
  return { engine, client: createClient({ address: engine.address, retry: false, deadlines }) };
}

function keepSome(text: string, embedding: Embedding): void {
  if (sample.size < SAMPLE.most && random() < SAMPLE.share) sample.set(text, toFloat32(embedding));
}

const { files } = await loadModel(MODELS, 'encoder');
const texts = await openTexts(await openTokenizer(files.tokenizer), Number(flags.seed));
const { engine, client } = await open(ENGINE_FLAGS);
const lines: string[] = [];
try {
  const calls = makeCalls({ client, texts, random, onEmbedding: keepSome });
  lines.push(checkMemory(await watchMemory(engine, calls)), await checkIdle(engine));
} finally {
  client.close();
  await engine.stop();
}
lines.push(await checkSample());
console.log([tally.table(), '', ...lines, ...tally.faults.map((fault) => `WRONG: ${fault}`)].join('\n'));
if (tally.faults.length > 0) process.exitCode = 1;
else console.log('Nothing lost, nothing twice, everything in order.');
