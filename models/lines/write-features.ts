/**
 * Writes what the line classifier learns from: features of the lines of scripts rendered into many layouts, measured by
 * the code that serves it.
 *
 *   npm run lines:features -- --scripts DIR --out DIR [--documents 1500] [--seed 1]
 *
 * `--scripts` is the folder of open screenplays with their gold parses. Out come `features.f32` (rows of float32),
 * `labels.u8` (index into the classes of `about.json`), `documents.u32` (lines of each script) and `about.json`.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { LineClass } from '../../server/src/domain/line-classifier.js';
import { dropPageFurniture } from '../../server/src/screenplay/layout/drop-furniture.js';
import { toLayoutLines } from '../../server/src/screenplay/layout/line.js';
import { withoutMarginNoise } from '../../server/src/screenplay/layout/margin-noise.js';
import { LINE_FEATURES, LineFeatures } from '../../server/src/screenplay/lines/features.js';
import { takePrinted } from '../../server/src/screenplay/lines/place.js';
import type { Chance } from './chance.js';
import { compose } from './compose.js';
import { type Label, readSources, type Source } from './corpus.js';
import { damage } from './damage.js';
import { layOut, type PageLine } from './pages.js';

const CLASSES: readonly Label[] = ['S', 'N', 'C', 'D', 'E', 'T', 'O'];
const NAMES: Readonly<Record<Label, LineClass>> = {
  S: 'scene_heading',
  N: 'action',
  C: 'character',
  D: 'dialogue',
  E: 'parenthetical',
  T: 'transition',
  O: 'other',
};

const { values: flags } = parseArgs({
  options: {
    scripts: { type: 'string' },
    out: { type: 'string' },
    documents: { type: 'string', default: '1500' },
    seed: { type: 'string', default: '1' },
  },
});

/** Numbers 0..1 that are the same for the same seed: mulberry32. */
function seeded(seed: number): Chance {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function measure(pages: readonly PageLine[]): { features: Float32Array; labels: number[] } {
  const lines = dropPageFurniture(withoutMarginNoise(toLayoutLines(pages.map(({ text }) => text))));
  const { printed, places } = takePrinted(lines);
  const labels = printed.map(({ line }) => CLASSES.indexOf(pages[line - 1]!.label ?? 'O'));
  return { features: new LineFeatures(printed, places).measure(0, printed.length), labels };
}

function makeDocument(sources: readonly Source[], chance: Chance): { features: Float32Array; labels: number[] } {
  const source = sources[Math.floor(chance() * sources.length)]!;
  return measure(damage(layOut(compose(source, chance), chance), chance));
}

function writeAll(scripts: string, out: string, documents: number, seed: number): void {
  const chance = seeded(seed);
  const sources = readSources(scripts);
  const made = Array.from({ length: documents }, () => makeDocument(sources, chance));
  const write = (name: string, parts: readonly Uint8Array[]): void =>
    writeFileSync(path.join(out, name), Buffer.concat(parts));
  mkdirSync(out, { recursive: true });
  write(
    'features.f32',
    made.map(({ features }) => new Uint8Array(features.buffer)),
  );
  write(
    'labels.u8',
    made.map(({ labels }) => Uint8Array.from(labels)),
  );
  write('documents.u32', [new Uint8Array(Uint32Array.from(made, ({ labels }) => labels.length).buffer)]);
  const lines = made.reduce((sum, { labels }) => sum + labels.length, 0);
  const about = { features: LINE_FEATURES, classes: CLASSES.map((label) => NAMES[label]), documents, lines, seed };
  writeFileSync(path.join(out, 'about.json'), `${JSON.stringify(about, null, 2)}\n`);
  console.log(about);
}

if (!flags.scripts || !flags.out) throw new Error('--scripts and --out are needed');
writeAll(flags.scripts, flags.out, Number(flags.documents), Number(flags.seed));
