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
import { cpuSeconds, residentMiB } from './engine/process-usage.js';
import { type StreamedScript, streamScript } from './engine/stream-script.js';
import { FEATURE } from './paths.js';
import { markdownTable } from './table.js';

/** What the p99 of a health check should stay below while a script is analysed, in milliseconds. */
const BOUND_MS = 20;

const { values: flags } = parseArgs({ options: { rounds: { type: 'string', default: '5' } } });
const rounds = Number(flags.rounds);

interface Measured {
  readonly idle: number[];
  readonly busy: number[];
  readonly scripts: StreamedScript[];
  /** CPU time of the server while it was busy, in seconds. */
  cpu: number;
}

/** One round: a script while probing, then as long without. */
async function measureRound(address: string, pid: number, measured: Measured): Promise<void> {
  const prober = createClient({ address });
  const reader = createClient({ address });
  const before = await cpuSeconds(pid);
  const script = streamScript(reader, FEATURE);
  measured.busy.push(...(await probeHealth(prober, script)));
  measured.cpu += (await cpuSeconds(pid)) - before;
  const { totalMs } = await script;
  measured.scripts.push(await script);
  measured.idle.push(...(await probeHealth(prober, delay(totalMs))));
  prober.close();
  reader.close();
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

function describeAnalysis({ scripts, cpu }: Measured, peakMiB: number): string {
  const sum = (value: (script: StreamedScript) => number) => scripts.reduce((total, one) => total + value(one), 0);
  const seconds = sum(({ totalMs }) => totalMs) / 1000;
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  return [
    `First scene: at ${percent(sum((one) => one.tokensAtFirstScene) / sum((one) => one.tokens))} of the tokens, ` +
      `${percent(sum((one) => one.firstSceneMs) / sum((one) => one.totalMs))} of the time (mean of ${rounds}).`,
    `Script: ${scripts[0]!.scenes} scenes, ${scripts[0]!.segments} segments, ${scripts[0]!.tokens} tokens; ` +
      `${(seconds / rounds).toFixed(1)} s each.`,
    `Server: ${(sum((one) => one.segments) / seconds).toFixed(0)} segments/s, ` +
      `${(sum((one) => one.tokens) / cpu).toFixed(0)} tokens per CPU second, peak memory ${peakMiB.toFixed(0)} MiB.`,
  ].join('\n');
}

const engine = await startEngineProcess();
try {
  const measured: Measured = { idle: [], busy: [], scripts: [], cpu: 0 };
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
