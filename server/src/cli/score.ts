import { readFile } from 'node:fs/promises';
import { createClient, EncoderHead, type MlClient } from '@guionix/ml-client';
import { type Command, Option } from 'commander';
import pc from 'picocolors';
import { type Settings, VARIANTS } from '../config/settings.js';
import { describeFailure, type ExitCode, InputError } from './failure.js';
import { readRows, type ScoreInput, toScore, toSource } from './score-row.js';
import { print, type Terminal } from './terminal.js';

/** Texts sent in one call. */
const LIST = 256;

/** What `guionix score` needs from the program it is part of. */
export interface ScoreDependencies {
  /** Starts an engine in this process; asked only when no server was named. */
  startEngine(
    settings: Partial<Pick<Settings, 'variant'>>,
  ): Promise<{ readonly address: string; close(): Promise<void> }>;
}

/** Options of `guionix score`, as commander reads them. */
export interface ScoreOptions {
  readonly server?: string;
  readonly variant?: Settings['variant'];
  readonly embedding?: boolean;
}

/** Adds `guionix score FILE` to a program. The command sets `process.exitCode`; see {@link ExitCode}. */
export function registerScore(program: Command, dependencies: ScoreDependencies): void {
  program
    .command('score')
    .description('Say what the encoder reads in single lines: valence, arousal, sentiment, polarity, emotions.')
    .argument('<file>', 'JSON lines: {id, text, context?, speaker?}; context holds the lines before, oldest first')
    .option('--server <address>', 'engine to ask, as host:port or URL (default: one started in this process)')
    .addOption(
      new Option('--variant <variant>', 'which encoder the engine of this process reads with')
        .choices(VARIANTS)
        .conflicts('server'),
    )
    .option('--embedding', 'also write the embedding, little-endian float32 in base64')
    .action(async (file: string, options: ScoreOptions) => {
      const { stdout, stderr } = process;
      process.exitCode = await scoreFile(file, options, dependencies, { stdout, stderr, color: pc.isColorSupported });
    });
}

/** Scores the lines of a file and prints a JSON row for each, in order; a failure is one line on stderr. */
async function scoreFile(
  file: string,
  options: ScoreOptions,
  dependencies: ScoreDependencies,
  terminal: Terminal,
): Promise<ExitCode> {
  try {
    const rows = readRows(await readText(file));
    await withServer(options, dependencies, (client) => scoreRows(rows, client, options, terminal));
    return 0;
  } catch (error) {
    const { exitCode, line } = describeFailure(error);
    await print(terminal.stderr, `${line}\n`);
    return exitCode;
  }
}

async function scoreRows(
  rows: readonly ScoreInput[],
  client: MlClient,
  { embedding }: ScoreOptions,
  { stdout, stderr }: Terminal,
): Promise<void> {
  const { EMBEDDING, EMOTIONS, POLARITY, VALENCE_AROUSAL } = EncoderHead;
  const heads = [EMOTIONS, POLARITY, VALENCE_AROUSAL, ...(embedding ? [EMBEDDING] : [])];
  for (let start = 0; start < rows.length; start += LIST) {
    const list = rows.slice(start, start + LIST);
    const { outputs, model } = await client.texts.embed(list.map(toSource), { heads });
    const lines = outputs.map((one, i) => `${JSON.stringify(toScore(list[i]!.id, one))}\n`);
    await print(stdout, lines.join(''));
    if (start === 0) await print(stderr, `model: ${model.name} ${model.version}\n`);
  }
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new InputError(`cannot read ${file}: ${(error as Error).message}`);
  }
}

async function withServer(
  { server, variant }: ScoreOptions,
  dependencies: ScoreDependencies,
  use: (client: MlClient) => Promise<void>,
): Promise<void> {
  const engine = server === undefined ? await dependencies.startEngine(variant ? { variant } : {}) : undefined;
  try {
    const client = openClient(server ?? engine!.address);
    try {
      await use(client);
    } finally {
      client.close();
    }
  } finally {
    await engine?.close();
  }
}

function openClient(address: string): MlClient {
  try {
    return createClient({ address });
  } catch (error) {
    throw new InputError(`--server: ${(error as Error).message}`);
  }
}
