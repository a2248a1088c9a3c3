/**
 * What computes a graph how fast: rows as long as a screenplay's, in batches of growing budgets, on the CPU and on what
 * else there is, with the largest difference to what the CPU computes of the same graph.
 *
 *   npm run bench:gpu -- [--models DIR] [--model NAME] [--providers cuda,webgpu] [--budgets 256,1024,4096,16384]
 *     [--texts N] [--rounds N] [--workers N] [--threads N]
 */
import { parseArgs } from 'node:util';
import { EngineError } from '../server/src/domain/errors.js';
import type { ExecutionProvider } from '../server/src/inference/execute/worker-protocol.js';
import { PRECISIONS, type Precision } from '../server/src/inference/manifest.js';
import { loadManifest, loadModel, type VerifiedModel } from '../server/src/inference/model-files.js';
import { openTokenizer } from '../server/src/inference/text/tokenizer.js';
import { cutWindow } from '../server/src/inference/text/window.js';
import { largestDifference, type Measured, measure } from './gpu/measure.js';
import { MODELS } from './paths.js';
import { openTexts } from './serving/texts.js';
import { markdownTable } from './table.js';

const { values: flags } = parseArgs({
  options: {
    models: { type: 'string', default: MODELS },
    model: { type: 'string', default: 'encoder' },
    providers: { type: 'string', default: 'cuda' },
    budgets: { type: 'string', default: '256,1024,4096,16384' },
    texts: { type: 'string', default: '1000' },
    rounds: { type: 'string', default: '3' },
    workers: { type: 'string', default: '1' },
    threads: { type: 'string', default: '1' },
  },
});
const budgets = flags.budgets.split(',').map(Number);

async function screenplayRows({ manifest, files }: VerifiedModel): Promise<Int32Array[]> {
  const texts = await openTexts(await openTokenizer(files.tokenizer), 1);
  return (await texts.next(Number(flags.texts))).map(({ ids }) => cutWindow(ids, manifest.tokens.window));
}

/** Lines of the table for one graph; a provider that cannot run here is named and passed over. */
async function measureGraph(precision: Precision): Promise<string[][]> {
  const model = await loadModel(flags.models, flags.model, undefined, precision);
  const rows = await screenplayRows(model);
  const on = (provider: ExecutionProvider) =>
    measure(
      model,
      { provider, workers: Number(flags.workers), threads: Number(flags.threads) },
      rows,
      budgets,
      Number(flags.rounds),
    );
  const cpu = await on('cpu');
  const lines = cpu.map((one) => describe(precision, 'cpu', one, cpu[0]!, rows));
  for (const provider of flags.providers.split(',') as ExecutionProvider[]) {
    try {
      lines.push(...(await on(provider)).map((one) => describe(precision, provider, one, cpu[0]!, rows)));
    } catch (error) {
      if (!(error instanceof EngineError && error.reason === 'PROVIDER_MISSING')) throw error;
      console.log(`Skipped ${provider} with ${precision}: ${error.message}`);
    }
  }
  return lines;
}

function describe(
  precision: Precision,
  provider: ExecutionProvider,
  { budget, batches, totalMs, outputs }: Measured,
  cpu: Measured,
  rows: readonly Int32Array[],
): string[] {
  const tokens = rows.reduce((sum, { length }) => sum + length, 0);
  return [
    provider,
    precision,
    String(budget),
    (totalMs / batches).toFixed(2),
    ((1000 * rows.length) / totalMs).toFixed(0),
    ((1000 * tokens) / totalMs).toFixed(0),
    largestDifference(outputs, cpu.outputs).toExponential(1),
  ];
}

const { files } = await loadManifest(flags.models, flags.model);
const lines: string[][] = [];
for (const precision of PRECISIONS) if (files.graphs[precision]) lines.push(...(await measureGraph(precision)));
console.log(`${flags.texts} texts, ${flags.workers} worker(s) of ${flags.threads} thread(s), ${flags.rounds} rounds.`);
console.log(
  markdownTable(
    ['provider', 'graph', 'budget, tokens', 'ms a batch', 'texts/s', 'tokens/s', 'largest difference to cpu'],
    lines,
  ),
);
