import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { Calibration } from '../domain/calibration.js';
import { EngineError } from '../domain/errors.js';
import { type Manifest, manifestSchema, type Precision } from './manifest.js';

/** A model version whose files were found to be those its manifest names. */
export interface VerifiedModel {
  readonly manifest: Manifest;
  /** Number format of the graph. */
  readonly precision: Precision;
  /** Paths of its files. */
  readonly files: { readonly graph: string; readonly tokenizer: string };
}

/** A version on disk. */
export interface InstalledVersion {
  readonly name: string;
  readonly version: string;
}

/**
 * Finds a version of a text encoder under `root` (`<root>/<name>/<version>/manifest.json`) and verifies size and SHA-256
 * of its files. Without `version`, the newest is taken (numeric order); without `precision`, the manifest's own.
 *
 * @throws EngineError MODEL_MISSING when there is no such model, graph or file, MODEL_CORRUPT when a file or the manifest
 * differs from what it should be.
 */
export async function loadModel(
  root: string,
  name: string,
  version?: string,
  precision?: Precision,
): Promise<VerifiedModel> {
  const { folder, manifest } = await readEncoder(root, name, version);
  const wanted = precision ?? manifest.precision;
  const { graphs, tokenizer } = manifest.files;
  const graph = graphs[wanted];
  if (graph === undefined) {
    const there = Object.keys(graphs).join(', ');
    throw new EngineError('MODEL_MISSING', `Model "${name}" has no ${wanted} graph; it has ${there}.`);
  }
  const files = { graph: await verifyFile(folder, graph), tokenizer: await verifyFile(folder, tokenizer) };
  return { manifest, precision: wanted, files };
}

/**
 * Reads the manifest of a version without looking at its files.
 *
 * @throws EngineError MODEL_MISSING, MODEL_CORRUPT.
 */
export async function loadManifest(root: string, name: string, version?: string): Promise<Manifest> {
  return (await readEncoder(root, name, version)).manifest;
}

/** A copied folder whose manifest still says what it was copied from would answer under a wrong version. */
async function readEncoder(root: string, name: string, version: string | undefined): Promise<Read<Manifest>> {
  const read = await readManifest(root, name, version, manifestSchema);
  const { manifest, folder } = read;
  if (manifest.name === name && manifest.version === path.basename(folder)) return read;
  const said = `${manifest.name} ${manifest.version}`;
  throw new EngineError(
    'MODEL_CORRUPT',
    `The manifest of model "${name}" says that it is ${said}: its folder differs.`,
  );
}

const kindSchema = z.object({ kind: z.string().optional() });

/** Every version of every text encoder under `root`: by name, then newest first. Folders of other kinds are passed over. */
export async function listVersions(root: string): Promise<InstalledVersion[]> {
  const found: InstalledVersion[] = [];
  for (const name of (await foldersOf(root)).sort()) {
    for (const version of await versionsOf(root, name)) {
      const read = await readManifest(root, name, version, kindSchema).catch(() => undefined);
      if (read?.manifest.kind === 'text-encoder') found.push({ name, version });
    }
  }
  return found;
}

/** Order of versions, newest first, counting as people do: 10 after 9. */
export function newestFirst(a: string, b: string): number {
  return b.localeCompare(a, 'en', { numeric: true });
}

async function foldersOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  // What begins with a dot is being written.
  return entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.')).map(({ name }) => name);
}

async function versionsOf(root: string, name: string): Promise<string[]> {
  return (await foldersOf(path.join(root, name))).sort(newestFirst);
}

const calibrationSchema = z.object({
  version: z.string(),
  encoder: z.object({ name: z.string(), version: z.string() }),
  sceneValence: z.array(z.number()).min(2),
  turningPoints: z.array(z.object({ mean: z.number(), sd: z.number() })).length(5),
});

/**
 * Loads the newest calibration that was fitted for this encoder: versions of the encoder stand side by side.
 *
 * @throws EngineError MODEL_MISSING when there is none for this encoder, MODEL_CORRUPT when it is not valid.
 */
export async function loadCalibration(root: string, encoder: Calibration['encoder']): Promise<Calibration> {
  for (const version of await versionsOf(root, 'calibration')) {
    const { manifest } = await readManifest(root, 'calibration', version, calibrationSchema);
    if (manifest.encoder.name === encoder.name && manifest.encoder.version === encoder.version) return manifest;
  }
  throw new EngineError('MODEL_MISSING', `There is no calibration for ${encoder.name} ${encoder.version}.`);
}

/** A manifest that names a single graph. */
interface GraphManifest {
  readonly graph: Manifest['files']['tokenizer'];
}

/**
 * Finds the newest version of a model that is one graph, and verifies the file.
 *
 * @throws EngineError MODEL_MISSING, MODEL_CORRUPT.
 */
export async function loadGraph<T extends GraphManifest>(
  root: string,
  name: string,
  schema: z.ZodType<T>,
): Promise<{ manifest: T; graph: string }> {
  const { folder, manifest } = await readManifest(root, name, undefined, schema);
  return { manifest, graph: await verifyFile(folder, manifest.graph) };
}

async function newestVersion(root: string, name: string): Promise<string> {
  const newest = (await versionsOf(root, name))[0];
  if (newest === undefined) throw new EngineError('MODEL_MISSING', `There is no model "${name}" in the models folder.`);
  return newest;
}

interface Read<T> {
  readonly folder: string;
  readonly manifest: T;
}

async function readManifest<T>(
  root: string,
  name: string,
  version: string | undefined,
  schema: z.ZodType<T>,
): Promise<Read<T>> {
  const folder = path.join(root, name, version ?? (await newestVersion(root, name)));
  const text = await readFile(path.join(folder, 'manifest.json'), 'utf8').catch((cause: unknown) => {
    throw new EngineError('MODEL_MISSING', `Model "${name}" has no such version with a manifest.json.`, { cause });
  });
  const parsed = schema.safeParse(parseJson(text, name));
  if (parsed.success) return { folder, manifest: parsed.data };
  throw new EngineError(
    'MODEL_CORRUPT',
    `The manifest of model "${name}" is not valid: ${z.prettifyError(parsed.error)}`,
  );
}

function parseJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new EngineError('MODEL_CORRUPT', `The manifest of model "${name}" is not JSON.`, { cause });
  }
}

async function verifyFile(folder: string, file: Manifest['files']['tokenizer']): Promise<string> {
  const full = path.join(folder, file.path);
  const found = await stat(full).catch((cause: unknown) => {
    throw new EngineError('MODEL_MISSING', `Model file ${file.path} is not there.`, { cause });
  });
  if (found.size !== file.bytes || (await sha256(full)) !== file.sha256) {
    throw new EngineError('MODEL_CORRUPT', `Model file ${file.path} differs from its manifest.`);
  }
  return full;
}

async function sha256(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
