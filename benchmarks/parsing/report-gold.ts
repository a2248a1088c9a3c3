/** Scripts with a gold parse in every format: elements right, time of reading, and its share of inference time. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { loadSettings } from '../../server/src/config/load.js';
import type { LineClassifier } from '../../server/src/domain/line-classifier.js';
import type { Script } from '../../server/src/domain/script.js';
import type { Encoder } from '../../server/src/inference/encoder.js';
import { openEncoder } from '../../server/src/inference/open-encoder.js';
import { segmentScript } from '../../server/src/screenplay/segments.js';
import { FEATURE } from '../paths.js';
import { markdownTable } from '../table.js';
import { countRight, type Layout, readElements, readGold } from './gold.js';
import { timedParse } from './timed-parse.js';

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
async function inferencePace({ encoder, classifier }: Readers): Promise<number> {
  const { script } = await timedParse(readFileSync(FEATURE), classifier);
  const started = performance.now();
  const texts = segmentScript(script).map(({ text }) => text);
  const { tokens, encodings } = await encoder.encode(texts, { priority: 'background' });
  await Promise.all(encodings);
  return (performance.now() - started) / tokens.reduce((sum, count) => sum + count, 0);
}

interface Readers {
  readonly encoder: Encoder;
  readonly classifier: LineClassifier;
}

async function row(file: string, format: string, readers: Readers, pace: number): Promise<string[]> {
  const layout: Layout = STAGE_PLAYS.some((name) => file.endsWith(name)) ? 'stage play' : 'screenplay';
  const { script, ms } = await timedParse(readFileSync(`${file}.${format}`), readers.classifier);
  const gold = readGold(`${file}.gold.jsonl`, layout, format !== 'pdf');
  const found = readElements(script, layout);
  const right = countRight(gold, found);
  const inferenceMs = (await countTokens(readers.encoder, script)) * pace;
  return [
    path.basename(file),
    format,
    ms.toFixed(1),
    `${((100 * ms) / inferenceMs).toFixed(2)} %`,
    `${right} of ${gold.length}`,
    String(found.length - right),
  ];
}

/** A row for every script and format of a folder of open screenplays. */
export async function reportGold(folder: string, classifier: LineClassifier): Promise<string> {
  const { encoder, close } = await openEncoder(loadSettings({ workerNiceness: 0 }));
  try {
    const readers = { encoder, classifier };
    const pace = await inferencePace(readers);
    const rows: string[][] = [];
    for (const name of SCREENPLAYS) {
      for (const format of FORMATS) rows.push(await row(path.join(folder, name), format, readers, pace));
    }
    for (const name of STAGE_PLAYS.filter((play) => existsSync(path.join(folder, `${play}.txt`)))) {
      rows.push(await row(path.join(folder, name), 'txt', readers, pace));
    }
    return markdownTable(['script', 'format', 'parse, ms', 'of inference', 'elements right', 'extra'], rows);
  } finally {
    await close();
  }
}
