/**
 * Health-check latency of the built engine, idle and while it analyses a feature-length script, in turns within one run;
 * then what that analysis cost.
 *
 *   npm run bench:health -- [--rounds N]
 */
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { createClient } from '@guionix/ml-client';
import { startEngineProcess } from './engine/engine-process.js';
import { probeHealth, quantileOf } from './engine/probe.js';
import { cpuSeconds, mainThreadMs, residentMiB } from './engine/process-usage.js';
import { type StreamedScript, streamScript } from './engine/stream-script.js';
import { FEATURE } from './paths.js';
import { markdownTable } from './table.js';

/** What the p99 of a health check should stay below while a script is analysed, in milliseconds. */
const BOUND_MS = 20;

const { values: flags } = parseArgs({ options: { rounds: { type: 'string', default: '3' } } });
const rounds = Number(flags.rounds);

interface Measured {
  readonly idle: number[];
  readonly busy: number[];
  readonly scripts: StreamedScript[];
  /** CPU time of the server while it was busy, in seconds. */
  cpu: number;
  /** Time of the event loops while the server was busy, in milliseconds. */
  readonly server: LoopTime;
  readonly client: LoopTime;
}

interface LoopTime {
  running: number;
  waiting: number;
}

/** One round: a script while probing, then as long without. */
async function measureRound(address: string, pid: number, measured: Measured): Promise<void> {
  const prober = createClient({ address });
  const reader = createClient({ address });
  const account = await startAccount(pid, measured);
  const script = streamScript(reader, FEATURE);
  measured.busy.push(...(await probeHealth(prober, script)));
  await account();
  measured.scripts.push(await script);
  measured.idle.push(...(await probeHealth(prober, delay((await script).totalMs))));
  prober.close();
  reader.close();
}

/** Notes what processes have used so far; the function returned adds what they used since. */
async function startAccount(pid: number, measured: Measured): Promise<() => Promise<void>> {
  const [cpu, server, client] = await readUsage(pid);
  return async () => {
    const [cpuNow, serverNow, clientNow] = await readUsage(pid);
    measured.cpu += cpuNow - cpu;
    addTime(measured.server, server, serverNow);
    addTime(measured.client, client, clientNow);
  };
}

function readUsage(pid: number): Promise<[number, LoopTime, LoopTime]> {
  return Promise.all([cpuSeconds(pid), mainThreadMs(pid), mainThreadMs(process.pid)]);
}

function addTime(total: LoopTime, from: LoopTime, to: LoopTime): void {
  total.running += to.running - from.running;
  total.waiting += to.waiting - from.waiting;
}

function latencyTable({ idle, busy }: Measured): string {
  const row = (name: string, share: number) => {
    const [calm, loaded] = [quantileOf(idle, share), quantileOf(busy, share)];
    return [name, calm.toFixed(2), loaded.toFixed(2), (loaded / calm).toFixed(1)];
  };
  return markdownTable(
    ['health check', `idle, ms (n = ${idle.length})`, `analysing, ms (n = ${busy.length})`, 'ratio'],
    [row('p50', 0.5), row('p99', 0.99), row('max', 1)],
  );
}

function describeAnalysis({ scripts, cpu, server, client }: Measured, peakMiB: number): string {
  const sum = (value: (script: StreamedScript) => number) => scripts.reduce((total, one) => total + value(one), 0);
  const seconds = sum(({ totalMs }) => totalMs) / 1000;
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  const ofTime = (ms: number) => percent(ms / (1000 * seconds));
  return [
    `Event loops while analysing, of the time: server on a CPU ${ofTime(server.running)}, waiting for one ` +
      `${ofTime(server.waiting)}; client ${ofTime(client.running)} and ${ofTime(client.waiting)}. Waiting is neighbours ` +
      'on this machine, the inference threads among them.',
    `First scene: at ${percent(sum((one) => one.tokensAtFirstScene) / sum((one) => one.tokens))} of the tokens, ` +
      `${percent(sum((one) => one.firstSceneMs) / sum((one) => one.totalMs))} of the time (mean of ${rounds}).`,
    `Script: ${scripts[0]!.scenes} scenes, ${scripts[0]!.segments} segments, ${scripts[0]!.tokens} tokens; ` +
      `${(seconds / rounds).toFixed(1)} s each.`,
    `Server: ${(sum((one) => one.segments) / seconds).toFixed(0)} segments/s, ` +
      `${(sum((one) => one.tokens) / cpu).toFixed(0)} tokens per CPU second, peak memory ${peakMiB.toFixed(0)} MiB.`,
  ].join('\n');
}

const noTime = (): LoopTime => ({ running: 0, waiting: 0 });

const engine = await startEngineProcess();
try {
  const measured: Measured = { idle: [], busy: [], scripts: [], cpu: 0, server: noTime(), client: noTime() };
  for (let round = 0; round < rounds; round++) await measureRound(engine.address, engine.pid, measured);
  const p99 = quantileOf(measured.busy, 0.99);
  console.log(latencyTable(measured));
  console.log(
    `p99 while analysing: ${p99.toFixed(2)} ms; bound ${BOUND_MS} ms: ${p99 < BOUND_MS ? 'held' : 'NOT held'}.`,
  );
  console.log(describeAnalysis(measured, (await residentMiB(engine.pid)).peak));
} finally {
  await engine.stop();
}
