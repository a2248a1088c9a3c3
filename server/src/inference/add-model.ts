import { createHash } from 'node:crypto';
import { copyFile, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { EngineError } from '../domain/errors.js';
import { draftInputs, draftOutputs, tokenizerFacts } from './draft-manifest.js';
import { describeGraph } from './execute/session.js';
import { type Manifest, manifestSchema, type Precision } from './manifest.js';
import { computeReference, isUnit, toleranceFor } from './reference-outputs.js';
import { openTokenizer } from './text/tokenizer.js';
import { cutWindow } from './text/window.js';

/** A text encoder that is to be served. */
export interface NewModel {
  readonly name: string;
  readonly version: string;
  readonly description?: string;
  /** ONNX files in one or several number formats; the first is served, and the others are compared with it. */
  readonly graphs: readonly { readonly precision: Precision; readonly file: string }[];
  /** A `tokenizer.json`. */
  readonly tokenizer: string;
  /** Outputs, as `tensor` or `name=tensor`; every output of a row a text when empty. */
  readonly outputs: readonly string[];
  /** Longest row in tokens, special ones included; what the tokenizer says, or 512, when left out. */
  readonly window?: number;
  /** What becomes of longer texts. */
  readonly overflow: Manifest['tokens']['overflow'];
}

/** Texts whose outputs a version must give wherever it is loaded: short and long, in both languages. */
const REFERENCE_TEXTS = [
  'No.',
  'ANA cierra la puerta y se queda mirando la lluvia.',
  'I told you never to come back here. Why did you?',
  'El público aplaude de pie. Nadie ve que el telón, arriba, ha empezado a arder; la orquesta sigue tocando un vals.',
];

/** Longest row of an encoder whose files say nothing of it: that of BERT and its kin. */
const USUAL_WINDOW = 512;

/** Rows of every graph that is served, in tokens: shorter hold no text, longer no encoder reads. */
const WINDOWS = z.int().min(4).max(8192);

/**
 * Writes a version of a text encoder under `root`: its files, what the graph says of itself, and what it gives for
 * reference texts. The folder appears whole or not at all.
 *
 * @throws EngineError FIELD_INVALID for a name, version, output or window that cannot be, or a version that is there;
 * MODEL_MISSING for a file that cannot be read; MODEL_CORRUPT for one that is no graph or tokenizer, or graphs that do not
 * take and give the same.
 */
export async function addModel(root: string, model: NewModel): Promise<Manifest> {
  const folder = path.join(root, checked('name', model.name), checked('version', model.version));
  if (await stat(folder).catch(() => undefined)) {
    throw refused(`Model "${model.name}" ${model.version} is there already; versions do not change.`);
  }
  // Folders that begin with a dot are no versions.
  const draft = path.join(path.dirname(folder), `.${model.version}.${process.pid}`);
  try {
    await mkdir(draft, { recursive: true });
    const manifest = await describe(draft, model);
    await writeFile(path.join(draft, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
    await rename(draft, folder);
    return manifest;
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

function checked(field: 'name' | 'version', value: string): string {
  if (manifestSchema.shape[field].safeParse(value).success && !value.startsWith('.')) return value;
  const rule =
    field === 'name' ? 'lower-case letters, digits and `-`, a letter first' : 'letters, digits, `_`, `.`, `-`';
  throw refused(`The ${field} "${value}" cannot be a folder of models: use ${rule}.`);
}

/** Copies the files and describes the copies: what needs a file beside it fails here, not on the server. */
async function describe(folder: string, model: NewModel): Promise<Manifest> {
  const tokenizer = await copy(model.tokenizer, folder, 'tokenizer.json');
  const { pad, window, rows } = await readTokenizer(path.join(folder, tokenizer.path), model.window);
  const graphs = await copyGraphs(model.graphs, folder);
  const served = model.graphs[0]!.precision;
  const graph = await describeGraph(path.join(folder, graphs[served]!.path));
  const draft = parse({
    name: model.name,
    version: model.version,
    kind: 'text-encoder',
    description: model.description,
    precision: served,
    files: { graphs, tokenizer },
    inputs: draftInputs(graph),
    outputs: draftOutputs(graph, model.outputs),
    tokens: { pad, maxLength: window, window, overflow: model.overflow },
    reference: rows.map((ids) => ({ ids: [...ids], tensors: {} })),
  });
  return parse(await complete(folder, draft, rows));
}

/** What only running the graphs tells: reference values, how far graphs are from them, lengths of embeddings. */
async function complete(folder: string, manifest: Manifest, rows: readonly Int32Array[]): Promise<object> {
  const { files, outputs, precision: served } = manifest;
  const compute = (precision: Precision) =>
    computeReference(path.join(folder, files.graphs[precision]!.path), manifest, rows);
  const reference = await compute(served);
  const graphs: Manifest['files']['graphs'] = {};
  for (const precision of Object.keys(files.graphs) as Precision[]) {
    const found = precision === served ? reference : await compute(precision);
    graphs[precision] = { ...files.graphs[precision]!, tolerance: toleranceFor(reference, found) };
  }
  const isBare = (name: string, tensor: string) => name === 'embedding' && !isUnit(reference, tensor);
  return {
    ...manifest,
    files: { ...files, graphs },
    outputs: outputs.map((output) => ({ ...output, normalize: isBare(output.name, output.tensor) })),
    reference: rows.map((ids, i) => ({ ids: [...ids], tensors: reference[i] })),
  };
}

function parse(manifest: object): Manifest {
  const parsed = manifestSchema.safeParse(manifest);
  if (parsed.success) return parsed.data;
  throw refused(`This cannot be described in a manifest: ${z.prettifyError(parsed.error)}`);
}

async function copyGraphs(graphs: NewModel['graphs'], folder: string): Promise<Manifest['files']['graphs']> {
  const copied: Manifest['files']['graphs'] = {};
  for (const { precision, file } of graphs) {
    if (copied[precision]) throw refused(`Two graphs are ${precision}; give one of each number format.`);
    copied[precision] = { ...(await copy(file, folder, `model.${precision}.onnx`)), tolerance: Number.MAX_VALUE };
  }
  return copied;
}

async function copy(from: string, folder: string, name: string): Promise<Manifest['files']['tokenizer']> {
  const to = path.join(folder, name);
  await copyFile(from, to).catch((cause: NodeJS.ErrnoException) => {
    throw new EngineError('MODEL_MISSING', `Cannot read ${from} (${cause.code}).`, { cause });
  });
  const bytes = await readFile(to);
  return { path: name, sha256: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.length };
}

/** Padding, window and the rows of the reference texts, none longer than the window. */
async function readTokenizer(
  file: string,
  asked: number | undefined,
): Promise<{ pad: number; window: number; rows: Int32Array[] }> {
  const tokenizer = await openTokenizer(file);
  const { pad, longest } = tokenizerFacts(JSON.parse(await readFile(file, 'utf8')));
  const window = asked ?? longest ?? USUAL_WINDOW;
  if (!WINDOWS.safeParse(window).success) throw refused(`The window is ${window} tokens; use 4..8192.`);
  const rows = await tokenizer.encode(REFERENCE_TEXTS);
  return { pad, window, rows: rows.map((ids) => (ids.length > window ? cutWindow(ids, window) : ids)) };
}

function refused(message: string): EngineError {
  return new EngineError('FIELD_INVALID', message);
}
