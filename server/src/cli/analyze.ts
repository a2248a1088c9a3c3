import { access, constants, writeFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { createClient, type MlClient, type ScriptSource } from '@guionix/ml-client';
import { type Command, Option } from 'commander';
import pc from 'picocolors';
import { collectReport } from '../report/collect-report.js';
import { renderHtmlReport } from '../report/html/render-html-report.js';
import type { Report } from '../report/report.js';
import { drawTerminalArc } from '../report/terminal/arc.js';
import { FORMAT_CODES } from '../report/to-report.js';
import { describeFailure, type ExitCode, InputError } from './failure.js';
import { createProgressMeter, type ProgressMeter } from './progress-meter.js';
import { readScriptFile } from './script-file.js';
import { print, type Terminal } from './terminal.js';

/** What `guionix analyze` needs from the program it is part of. */
export interface AnalyzeDependencies {
  /** Starts an engine in this process; asked only when no server was named. */
  startEngine(): Promise<{ readonly address: string; close(): Promise<void> }>;
}

/** Options of `guionix analyze`, as commander reads them. */
export interface AnalyzeOptions {
  readonly server?: string;
  readonly format?: keyof typeof FORMAT_CODES;
  readonly json?: boolean;
  readonly html?: string;
  readonly progress: boolean;
}

/** Adds `guionix analyze FILE` to a program. The command sets `process.exitCode`; see {@link ExitCode}. */
export function registerAnalyze(program: Command, dependencies: AnalyzeDependencies): void {
  program
    .command('analyze')
    .description('Read a screenplay and show what it makes people feel, scene by scene.')
    .argument('<file>', 'the screenplay: Fountain, Final Draft, PDF with text, Markdown or plain text')
    .option('--server <address>', 'engine to ask, as host:port or URL (default: one started in this process)')
    .addOption(
      new Option('--format <format>', 'format of the file (default: found out)').choices(Object.keys(FORMAT_CODES)),
    )
    .option('--json', 'print the whole report as JSON and nothing else on stdout')
    .option('--html <file>', 'also write the report as a web page; it holds lines of the script')
    .option('--no-progress', 'show no progress')
    .action(async (file: string, options: AnalyzeOptions) => {
      const stop = new AbortController();
      const interrupt = () => stop.abort();
      process.once('SIGINT', interrupt);
      const { stdout, stderr } = process;
      const terminal = { stdout, stderr, color: pc.isColorSupported };
      process.exitCode = await analyzeFile(file, options, dependencies, terminal, stop.signal);
      process.off('SIGINT', interrupt);
    });
}

/** Analyses one file and prints what the options ask for; a failure is one line on stderr. */
export async function analyzeFile(
  file: string,
  options: AnalyzeOptions,
  dependencies: AnalyzeDependencies,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<ExitCode> {
  try {
    const script = await readScript(file, options);
    if (options.html !== undefined) await checkFolder(options.html);
    const report = await withMeter(script.name, options, terminal, (meter) =>
      withServer(options, dependencies, (address) => analyze(script, address, meter, signal)),
    );
    await publish(report, options, terminal);
    return 0;
  } catch (error) {
    const { exitCode, line } = describeFailure(error);
    await print(terminal.stderr, `${exitCode === 130 ? 'guionix: stopped' : line}\n`);
    return exitCode;
  }
}

async function readScript(file: string, { format }: AnalyzeOptions): Promise<ScriptSource & { name: string }> {
  const data = await readScriptFile(file);
  return { data, name: basename(file), ...(format && { format: FORMAT_CODES[format] }) };
}

/** A folder that is not there is said before the analysis, not after a minute of it. */
async function checkFolder(html: string): Promise<void> {
  try {
    await access(dirname(html), constants.W_OK);
  } catch (error) {
    throw new InputError(`cannot write ${html}: ${(error as Error).message}`);
  }
}

/** The meter is there from the first moment: an engine takes seconds to start. */
async function withMeter<Result>(
  name: string,
  { progress }: AnalyzeOptions,
  { stderr }: Terminal,
  use: (meter: ProgressMeter | undefined) => Promise<Result>,
): Promise<Result> {
  const meter = progress ? createProgressMeter(name, stderr) : undefined;
  try {
    return await use(meter);
  } finally {
    meter?.stop();
  }
}

async function withServer<Result>(
  { server }: AnalyzeOptions,
  { startEngine }: AnalyzeDependencies,
  use: (address: string) => Promise<Result>,
): Promise<Result> {
  if (server !== undefined) return use(server);
  const engine = await startEngine();
  try {
    return await use(engine.address);
  } finally {
    await engine.close();
  }
}

async function analyze(
  script: ScriptSource & { name: string },
  address: string,
  meter: ProgressMeter | undefined,
  signal: AbortSignal,
): Promise<Report> {
  const client = openClient(address);
  try {
    const events = client.sentiment.stream(script, {}, { signal });
    return await collectReport(script.name, events, (progress) => meter?.update(progress));
  } finally {
    client.close();
  }
}

function openClient(address: string): MlClient {
  try {
    return createClient({ address });
  } catch (error) {
    throw new InputError(`--server: ${(error as Error).message}`);
  }
}

async function publish(report: Report, { json, html }: AnalyzeOptions, terminal: Terminal): Promise<void> {
  const { stdout, stderr, color } = terminal;
  const shown = json
    ? `${JSON.stringify(report, null, 2)}\n`
    : drawTerminalArc(report, { columns: stdout.columns, color });
  await print(stdout, shown);
  if (html === undefined) return;
  await writeFile(html, renderHtmlReport(report));
  await print(stderr, `report: ${html}\n`);
}
