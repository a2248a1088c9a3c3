import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from 'commander';
import pc from 'picocolors';
import { loadSettings } from '../config/load.js';
import { startEngine } from '../main.js';
import { createLog } from '../telemetry/log.js';
import { analyzeFile } from './analyze.js';
import type { ExitCode } from './failure.js';
import { stopSignal } from './stop-signal.js';
import { print } from './terminal.js';

const repository = path.resolve(import.meta.dirname, '../../..');

/** One sample in each language; see `samples/LICENSES.md`. */
const SAMPLES = ['luces-de-bohemia.fountain', 'macbeth.fountain'];

/** Adds `guionix demo`: what `npm start` runs. */
export function registerDemo(program: Command): void {
  program
    .command('demo')
    .description('Start the engine, analyse the sample scripts, write their reports and go on serving.')
    .option('--once', 'end after the analysis')
    .option('--reports <folder>', 'where the reports go', 'reports')
    .action(async (options: { once?: boolean; reports: string }) => {
      process.exitCode = await demo(options);
    });
}

async function demo({ once, reports }: { once?: boolean; reports: string }): Promise<ExitCode> {
  const settings = loadSettings({ logLevel: 'warn', ...(once && { port: 0 }) });
  const stop = new AbortController();
  const stopped = stopSignal().then(() => stop.abort());
  const engine = await startEngine(settings, createLog(settings.logLevel));
  try {
    const exitCode = await analyzeSamples(`127.0.0.1:${engine.port}`, reports, stop.signal);
    if (once || exitCode !== 0) return exitCode;
    await print(process.stderr, `Serving gRPC on port ${engine.port}. Ctrl-C stops.\n`);
    await stopped;
    return 0;
  } finally {
    await engine.close();
  }
}

async function analyzeSamples(server: string, reports: string, signal: AbortSignal): Promise<ExitCode> {
  await mkdir(reports, { recursive: true });
  const { stdout, stderr } = process;
  const terminal = { stdout, stderr, color: pc.isColorSupported };
  for (const sample of SAMPLES) {
    const html = path.join(reports, `${path.parse(sample).name}.html`);
    const options = { server, html, progress: true };
    const file = path.join(repository, 'samples', sample);
    const exitCode = await analyzeFile(file, options, { startEngine: neverAsked }, terminal, signal);
    if (exitCode !== 0) return exitCode;
  }
  return 0;
}

function neverAsked(): never {
  throw new Error('The engine of the demo is running already.');
}
