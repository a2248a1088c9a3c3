import path from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import pc from 'picocolors';
import { loadSettings } from '../config/load.js';
import { addModel, type NewModel } from '../inference/add-model.js';
import { inspectModels } from '../inference/inspect-models.js';
import { PRECISIONS, type Precision } from '../inference/manifest.js';
import { drawModelTable } from './models-table.js';
import { print } from './terminal.js';

/** Options of `guionix models add`, as commander reads them. */
interface AddOptions {
  readonly name: string;
  readonly version: string;
  readonly description?: string;
  readonly graph: readonly string[];
  readonly precision: Precision;
  readonly tokenizer: string;
  readonly output: readonly string[];
  readonly window?: number;
  readonly overflow: NewModel['overflow'];
  readonly into?: string;
}

/** Adds `guionix models`, which lists what is in the models folder, and `guionix models add`. */
export function registerModels(program: Command): void {
  const models = program.command('models').description('Show and add the models that the engine can serve.');
  models
    .command('list', { isDefault: true })
    .description('Read the models folder and verify every file in it.')
    .addOption(folderOption('--models-dir <folder>'))
    .action(async ({ modelsDir }: { modelsDir?: string }) => {
      const inspected = await inspectModels(modelsFolder(modelsDir));
      await print(process.stdout, drawModelTable(inspected, pc.isColorSupported));
      if (inspected.some(({ problem }) => problem !== undefined)) process.exitCode = 1;
    });
  addOptions(models.command('add')).action(async (options: AddOptions) => {
    const root = modelsFolder(options.into);
    const { name, version } = await addModel(root, toNewModel(options));
    const folder = path.join(root, name, version);
    await print(process.stdout, `${folder}\nServe it: GUIONIX_MODELS=${name}@${version}${servedFrom(options)}\n`);
  });
}

function addOptions(command: Command): Command {
  return command
    .description('Make a version of a text encoder from its ONNX graph and tokenizer.json.')
    .requiredOption('--name <name>', 'name to serve it by, e.g. minilm')
    .requiredOption('--version <version>', 'version of it, e.g. 1')
    .requiredOption('--graph <file...>', 'ONNX file, or precision=file, e.g. int8=model.onnx; the first is the default')
    .addOption(
      new Option('--precision <precision>', 'precision of files without one').choices(PRECISIONS).default('fp32'),
    )
    .requiredOption('--tokenizer <file>', 'tokenizer.json')
    .option('--output <tensor...>', 'output tensor, or name=tensor (default: every output of one row a text)', [])
    .option('--window <tokens>', 'longest text in tokens (default: what the tokenizer says, or 512)', wholeNumber)
    .addOption(new Option('--overflow <way>', 'what becomes of longer texts').choices(['cut', 'split']).default('cut'))
    .option('--description <text>', 'what it is, in a sentence')
    .addOption(folderOption('--into <folder>'));
}

function folderOption(flags: string): Option {
  return new Option(flags, 'folder of models (default: GUIONIX_MODELS_DIR, or the one of this repository)');
}

function modelsFolder(given: string | undefined): string {
  return path.resolve(loadSettings(given === undefined ? {} : { modelsDir: given }).modelsDir);
}

function servedFrom({ into }: AddOptions): string {
  return into === undefined ? '' : ` GUIONIX_MODELS_DIR=${path.resolve(into)}`;
}

function wholeNumber(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It is no whole number.');
}

function toNewModel({ graph, output, precision, ...rest }: AddOptions): NewModel {
  return { ...rest, outputs: output, graphs: graph.map((text) => toGraph(text, precision)) };
}

function toGraph(text: string, otherwise: Precision): NewModel['graphs'][number] {
  const precision = PRECISIONS.find((one) => text.startsWith(`${one}=`));
  return precision ? { precision, file: text.slice(precision.length + 1) } : { precision: otherwise, file: text };
}
