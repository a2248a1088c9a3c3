/**
 * Fits the calibration artifact: the distribution of scene valence over reference scripts, read through the served
 * encoder, and the usual positions of turning points, from the synopses of TRIPOD's training split.
 *
 *   npm run calibrate -- --variant open --scripts DIR --structure DIR --out models/artifacts/calibration/2
 *
 * `--scripts` is searched for the Fountain files named in REFERENCE; `--structure` holds `tripod_synopses.jsonl`.
 * Only numbers and titles go into the artifact, no sentence of a script.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { loadSettings } from '../server/src/config/load.js';
import { openEncoder } from '../server/src/inference/open-encoder.js';
import { quantile, weightedMean } from '../server/src/insight/bootstrap.js';
import { parseScript } from '../server/src/screenplay/parse.js';
import { segmentScript } from '../server/src/screenplay/segments.js';

/** Reference scripts: every full-length script in the open collection that has a gold parse, in both languages. */
const REFERENCE = ['macbeth', 'the-importance-of-being-earnest', 'luces-de-bohemia', 'divinas-palabras', 'electra'];

const QUANTILES = 100;

interface Synopsis {
  readonly split: string;
  readonly sentences: readonly string[];
  readonly tp_sentences: readonly (readonly number[])[];
}

const { values: flags } = parseArgs({
  options: {
    scripts: { type: 'string' },
    structure: { type: 'string' },
    out: { type: 'string' },
    variant: { type: 'string', default: 'open' },
  },
});
const settings = loadSettings({ workerNiceness: 0, variant: flags.variant });
const opened = await openEncoder(settings);

/** Valence of every scene of a script. */
async function sceneValences(file: string): Promise<number[]> {
  const script = await parseScript({ bytes: readFileSync(file) }, { maxBytes: settings.maxScriptBytes });
  const segments = segmentScript(script);
  const job = await opened.encoder.encode(
    segments.map(({ text }) => text),
    { priority: 'background' },
  );
  const encodings = await Promise.all(job.encodings);
  return script.scenes.flatMap(({ index }) => {
    const inScene = encodings.filter((_, i) => segments[i]!.scene === index);
    return inScene.length === 0
      ? []
      : weightedMean(inScene.map(({ valence, tokens }) => ({ value: valence, weight: tokens })));
  });
}

/** Mean and standard deviation of the position of each turning point, as a share of the synopsis. */
function turningPoints(file: string): { mean: number; sd: number }[] {
  const rows = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Synopsis);
  const train = rows.filter(({ split }) => split === 'train');
  return [0, 1, 2, 3, 4].map((point) => {
    const positions = train.flatMap(({ sentences, tp_sentences: labels }) => {
      const marked = labels[point] ?? [];
      const middle = marked.reduce((sum, index) => sum + index, 0) / marked.length;
      return marked.length === 0 ? [] : (middle + 0.5) / sentences.length;
    });
    const mean = positions.reduce((sum, position) => sum + position, 0) / positions.length;
    const sd = Math.sqrt(positions.reduce((sum, position) => sum + (position - mean) ** 2, 0) / positions.length);
    return { mean: round(mean), sd: round(sd) };
  });
}

function round(value: number): number {
  return Number(value.toFixed(5));
}

function findScript(name: string): string {
  const found = readdirSync(flags.scripts!, { recursive: true, encoding: 'utf8' }).find(
    (file) => path.basename(file) === `${name}.fountain`,
  );
  if (found === undefined) throw new Error(`${name}.fountain is not in the folder of --scripts`);
  return path.join(flags.scripts!, found);
}

const scripts: { name: string; scenes: number }[] = [];
const all: number[] = [];
for (const name of REFERENCE) {
  const valences = await sceneValences(findScript(name));
  scripts.push({ name, scenes: valences.length });
  all.push(...valences);
}
await opened.close();
all.sort((a, b) => a - b);
const artifact = {
  name: 'calibration',
  version: path.basename(flags.out!),
  kind: 'calibration',
  encoder: opened.encoder.model,
  sceneValence: Array.from({ length: QUANTILES + 1 }, (_, i) => round(quantile(all, i / QUANTILES))),
  turningPoints: turningPoints(path.join(flags.structure!, 'tripod_synopses.jsonl')),
  sources: {
    sceneValence: { scripts, licence: 'public domain (see samples/LICENSES.md for the editions)' },
    turningPoints:
      'TRIPOD (Papalampidi et al. 2019), synopses of the training split, annotated turning points; no licence stated',
  },
};
mkdirSync(flags.out!, { recursive: true });
writeFileSync(path.join(flags.out!, 'manifest.json'), `${JSON.stringify(artifact, null, 2)}\n`);
console.log(JSON.stringify({ scenes: all.length, turningPoints: artifact.turningPoints }, null, 2));
