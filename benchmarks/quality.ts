/**
 * Quality of the shipped encoders on public test splits, through the model as the server opens it.
 *
 *   npm run bench:quality                     print, for the variant `open`
 *   npm run bench:quality -- --variant research
 *   npm run bench:quality -- --write          print, and write the encoder's evaluation.json and its manifest's metrics
 *
 * `python -m guionix_models card` writes docs/MODELS.md from the evaluations.
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { loadSettings } from '../server/src/config/load.js';
import type { Calibration } from '../server/src/domain/calibration.js';
import { ENCODERS, type Variant } from '../server/src/inference/encoders.js';
import { loadCalibration } from '../server/src/inference/model-files.js';
import { MODELS, orSkip, SHARED_DATA } from './paths.js';
import { runBehaviour } from './quality/behaviour.js';
import { LABELLED_SETS } from './quality/labelled-sets.js';
import { measureAgreement, measureRetrieval } from './quality/languages.js';
import { writeKey } from './quality/manifest-key.js';
import { type Measurement, measureSet } from './quality/measure-set.js';
import { openMeasured } from './quality/measured-model.js';
import { readTestFilms, type Score, scorePositions } from './quality/turning-points.js';
import { markdownTable } from './table.js';

const { values: flags } = parseArgs({
  options: { write: { type: 'boolean', default: false }, variant: { type: 'string', default: 'open' } },
});
orSkip(SHARED_DATA);
if (!(flags.variant in ENCODERS)) throw new Error(`--variant is one of ${Object.keys(ENCODERS).join(', ')}`);
const variant = flags.variant as Variant;

/** Published rows, from the papers; those marked were quoted from memory. */
const PUBLISHED_POSITIONS = [
  ['GraphTP, text (38 films, from memory)', '6.76', '10.00', '9.62'],
  ['GraphTP, text, audio and video (38 films, from memory)', '9.12', '12.63', '9.77'],
  ['Human agreement, EMNLP 2019 (from memory)', '35.48', '56.67', '1.48'],
];

/** Where screenwriting theory puts the five turning points, as shares of a script. */
const THEORY = [0.1, 0.25, 0.5, 0.75, 0.945];

function encoderTable(measurements: readonly Measurement[]): string {
  return markdownTable(
    ['set', 'task', 'measure', 'head', 'value', 'floor', 'target', 'published'],
    measurements.map(({ set, task, measure, head, value, comparison: { floor, target, published } }) => [
      set,
      task,
      measure,
      head,
      value.toFixed(3),
      floor.toFixed(3),
      target?.toFixed(3) ?? '',
      published ?? 'none found',
    ]),
  );
}

function positionTable({ turningPoints }: Calibration): string {
  const films = readTestFilms();
  const cell = ({ value, low, high }: Score) => `${value.toFixed(2)} [${low.toFixed(1)}, ${high.toFixed(1)}]`;
  const row = (name: string, positions: readonly number[]) => {
    const { totalAgreement, partialAgreement, distance } = scorePositions(films, positions);
    return [name, cell(totalAgreement), cell(partialAgreement), cell(distance)];
  };
  return markdownTable(
    ['turning points', 'TA, %', 'PA, %', 'D, %'],
    [
      row(
        'calibration (this engine)',
        turningPoints.map(({ mean }) => mean),
      ),
      row('theory: 10, 25, 50, 75, 94.5 %', THEORY),
      ...PUBLISHED_POSITIONS,
    ],
  );
}

/** One measured number as the manifest keeps it. */
function toMetric({ set, language, texts, task, measure, head, value, comparison }: Measurement) {
  return {
    task: `${task}, ${head} head (${language})`,
    split: `${set} test, ${texts} texts`,
    measure,
    value: Number(value.toFixed(3)),
    floor: comparison.floor,
    ...(comparison.published && { published: comparison.published }),
  };
}

const model = await openMeasured(variant);
const measurements: Measurement[] = [];
for (const set of LABELLED_SETS) measurements.push(...(await measureSet(model, set)));
const agreement = await measureAgreement(model);
const retrieval = await measureRetrieval(model);
const behaviour = await runBehaviour(model);
const { name, version } = model.manifest;
const calibration = await loadCalibration(loadSettings().modelsDir, { name, version });
await model.close();
const positions = positionTable(calibration);
console.log(`${encoderTable(measurements)}\n`);
for (const { task, set, calibrationError } of measurements) {
  if (calibrationError !== undefined) console.log(`calibration error, ${task}, ${set}: ${calibrationError.toFixed(4)}`);
}
for (const { set, rating, lines, r, bias } of agreement) {
  console.log(`Spanish with English, ${set}, ${lines} lines: ${rating} r ${r.toFixed(3)}, bias ${bias.toFixed(4)}`);
}
console.log(
  `retrieval: ${JSON.stringify(retrieval)}\nbehaviour: ${behaviour.passed} of ${behaviour.cases}\n\n${positions}`,
);
if (flags.write) {
  const folder = path.join(MODELS, name, version);
  const evaluation = { measurements, agreement, retrieval, behaviour, positions };
  writeFileSync(path.join(folder, 'evaluation.json'), `${JSON.stringify(evaluation, null, 2)}\n`);
  writeKey(path.join(folder, 'manifest.json'), 'metrics', measurements.map(toMetric));
}
