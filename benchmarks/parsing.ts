/**
 * Parsing of the open scripts: time per format, its share of inference time, elements right against the gold, and
 * whether time grows in line with length.
 *
 *   npm run bench:parsing
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { loadSettings } from '../server/src/config/load.js';
import type { Script } from '../server/src/domain/script.js';
import type { Encoder } from '../server/src/inference/encoder.js';
import { openEncoder } from '../server/src/inference/open-encoder.js';
import { parseScript } from '../server/src/screenplay/parse.js';
import { segmentScript } from '../server/src/screenplay/segments.js';
import { quantileOf } from './engine/probe.js';
import { countRight, type Layout, readElements, readGold } from './parsing/gold.js';
import { LONG_SCRIPTS } from './parsing/long-script.js';
import { FEATURE, orSkip, SHARED_DATA } from './paths.js';
import { markdownTable } from './table.js';

const OPEN = orSkip(path.join(SHARED_DATA, 'screenplays/open'));
const REPEATS = 5;

const SCREENPLAYS = [
  'en/macbeth',
  'en/the-importance-of-being-earnest',
  'en/peppercarrot-ep06',
  'es/luces-de-bohemia',
  'es/divinas-palabras',
  'es/electra',
  'es/peppercarrot-ep06',
];
const STAGE_PLAYS = ['asclepigenia', 'juan-jose', 'la-esfinge', 'mancha-que-limpia', 'teresa'].map(
  (name) => `es/teatro/${name}`,
);
const FORMATS = ['fountain', 'fdx', 'txt', 'pdf'];

/** The script that bytes hold, and the median time of reading it, in milliseconds. */
async function timedParse(bytes: Uint8Array): Promise<{ script: Script; ms: number }> {
  const times: number[] = [];
  let script: Script | undefined;
  for (let repeat = 0; repeat < REPEATS; repeat++) {
    // A copy of its own for each read, as the engine's parser thread gets it: the PDF library keeps what it is given.
    const copy = new Uint8Array(bytes);
    const started = performance.now();
    script = await parseScript({ bytes: copy }, { maxBytes: Number.POSITIVE_INFINITY });
    times.push(performance.now() - started);
  }
  return { script: script!, ms: quantileOf(times, 0.5) };
}

/** Tokens of a script; none of them is computed. */
async function countTokens(encoder: Encoder, script: Script): Promise<number> {
  const stop = new AbortController();
  const texts = segmentScript(script).map(({ text }) => text);
  const { tokens, encodings } = await encoder.encode(texts, { priority: 'background', signal: stop.signal });
  stop.abort();
  await Promise.allSettled(encodings);
  return tokens.reduce((sum, count) => sum + count, 0);
}

/** Wall time of inference on all workers, in milliseconds a token, measured over one whole script. */
async function inferencePace(encoder: Encoder): Promise<number> {
  const { script } = await timedParse(readFileSync(FEATURE));
  const started = performance.now();
  const texts = segmentScript(script).map(({ text }) => text);
  const { tokens, encodings } = await encoder.encode(texts, { priority: 'background' });
  await Promise.all(encodings);
  return (performance.now() - started) / tokens.reduce((sum, count) => sum + count, 0);
}

async function row(name: string, format: string, layout: Layout, encoder: Encoder, pace: number): Promise<string[]> {
  const file = path.join(OPEN, `${name}.${format}`);
  const { script, ms } = await timedParse(readFileSync(file));
  const gold = readGold(path.join(OPEN, `${name}.gold.jsonl`), layout, format !== 'pdf');
  const found = readElements(script, layout);
  const right = countRight(gold, found);
  const inferenceMs = (await countTokens(encoder, script)) * pace;
  return [
    name,
    format,
    ms.toFixed(1),
    `${((100 * ms) / inferenceMs).toFixed(2)} %`,
    `${right} of ${gold.length}`,
    String(found.length - right),
  ];
}

async function accuracyTable(): Promise<string> {
  const { encoder, close } = await openEncoder(loadSettings({ workerNiceness: 0 }));
  try {
    const pace = await inferencePace(encoder);
    const rows: string[][] = [];
    for (const name of SCREENPLAYS) {
      for (const format of FORMATS) rows.push(await row(name, format, 'screenplay', encoder, pace));
    }
    for (const name of STAGE_PLAYS.filter((play) => existsSync(path.join(OPEN, `${play}.txt`)))) {
      rows.push(await row(name, 'txt', 'stage play', encoder, pace));
    }
    return markdownTable(['script', 'format', 'parse, ms', 'of inference', 'elements right', 'extra'], rows);
  } finally {
    await close();
  }
}

/** Time of 20,000 lines over ten times that of 2,000: 1 where time grows in line with length. */
async function growthTable(): Promise<string> {
  const rows: string[][] = [];
  for (const [format, write] of Object.entries(LONG_SCRIPTS)) {
    const [short, long] = [await timedParse(Buffer.from(write(2000))), await timedParse(Buffer.from(write(20_000)))];
    rows.push([format, short.ms.toFixed(1), long.ms.toFixed(1), (long.ms / (10 * short.ms)).toFixed(2)]);
  }
  return markdownTable(['format', '2,000 lines, ms', '20,000 lines, ms', 'ratio to ten times'], rows);
}

console.log(await accuracyTable());
console.log(
  '\nMedian of 5 reads. Inference: tokens of the script times the wall time a token took on all workers over one whole ' +
    'script in this run. Right: elements that stand in gold and parse in the same order, kind and text equal but for ' +
    'white space; extra: parsed elements beyond those.\n',
);
console.log(await growthTable());
