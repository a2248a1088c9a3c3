import { basename } from 'node:path';
import { type Command, Option } from 'commander';
import { loadSettings } from '../config/load.js';
import { SHIPPED_MODELS } from '../config/settings.js';
import { openLineClassifier } from '../inference/line-classifier.js';
import { type LabelledScript, parseLines } from '../screenplay/parse.js';
import { describeFailure, type ExitCode } from './failure.js';
import { drawOutline } from './outline.js';
import { readScriptFile } from './script-file.js';
import { print, type Terminal } from './terminal.js';

/** Options of `guionix parse`, as commander reads them. */
export interface ParseOptions {
  readonly json?: boolean;
  readonly lines?: boolean;
}

/** Adds `guionix parse FILE` to a program. The command sets `process.exitCode`; see {@link ExitCode}. */
export function registerParse(program: Command): void {
  program
    .command('parse')
    .description('Show what the parser reads in a screenplay; nothing is analysed and no model is asked.')
    .argument('<file>', 'the screenplay: Fountain, Final Draft, PDF with text, Markdown or plain text')
    .option('--json', 'print the whole script as JSON: elements with their places, scenes, characters, warnings')
    .addOption(new Option('--lines', 'print one JSON object for every source line').conflicts('json'))
    .action(async (file: string, options: ParseOptions) => {
      process.exitCode = await parseFile(file, options, process);
    });
}

/** Parses one file and prints what the options ask for; a failure is one line on stderr. */
export async function parseFile(
  file: string,
  options: ParseOptions,
  { stdout, stderr }: Pick<Terminal, 'stdout' | 'stderr'>,
): Promise<ExitCode> {
  try {
    const source = { bytes: await readScriptFile(file), name: basename(file) };
    const { maxScriptBytes: maxBytes, modelsDir } = loadSettings();
    const classifier = await openLineClassifier([modelsDir, SHIPPED_MODELS]);
    await print(stdout, show(await parseLines(source, { maxBytes }, classifier), options));
    return 0;
  } catch (error) {
    const { exitCode, line } = describeFailure(error);
    await print(stderr, `${line}\n`);
    return exitCode;
  }
}

function show({ script, labels }: LabelledScript, { json, lines }: ParseOptions): string {
  if (json) return `${JSON.stringify(script, null, 2)}\n`;
  if (lines) return labels.map((label) => `${JSON.stringify(label)}\n`).join('');
  return drawOutline(script);
}
