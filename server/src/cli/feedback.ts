import { open } from 'node:fs/promises';
import { createClient } from '@guionix/ml-client';
import type { Command } from 'commander';
import { describeFailure, type ExitCode } from './failure.js';
import { print, type Terminal } from './terminal.js';
import { trainingRows } from './training-rows.js';

/** Options of `guionix feedback export`, as commander reads them. */
interface ExportOptions {
  readonly server: string;
  readonly out: string;
}

/** Adds `guionix feedback export`: corrections as training data. */
export function registerFeedback(program: Command): void {
  const feedback = program.command('feedback').description('What people say of analyses.');
  feedback
    .command('export')
    .description('Write corrections as training data, one JSON object a line; it holds lines of scripts.')
    .option('--server <address>', 'engine to ask, as host:port or URL', '127.0.0.1:3005')
    .requiredOption('--out <file>', 'file to write; it must not be there')
    .action(async (options: ExportOptions) => {
      process.exitCode = await exportFeedback(options, process);
    });
}

/** Writes the rows and says how many there are. */
export async function exportFeedback(
  { server, out }: ExportOptions,
  { stderr }: Pick<Terminal, 'stderr'>,
): Promise<ExitCode> {
  const client = createClient({ address: server });
  try {
    // Readable by its owner alone: the lines are the writers'.
    const file = await open(out, 'wx', 0o600);
    try {
      let count = 0;
      for await (const row of trainingRows(client)) {
        await file.write(`${JSON.stringify(row)}\n`);
        count++;
      }
      await print(stderr, `${count} corrections in ${out}\n`);
      return 0;
    } finally {
      await file.close();
    }
  } catch (error) {
    const { exitCode, line } = describeFailure(error);
    await print(stderr, `${line}\n`);
    return exitCode;
  } finally {
    client.close();
  }
}
