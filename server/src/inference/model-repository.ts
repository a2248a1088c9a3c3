import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { Calibration } from '../domain/calibration.js';
import { EngineError } from '../domain/errors.js';
import { type Manifest, manifestSchema } from './manifest.js';

/** A model version whose files were found to be those its manifest names. */
export interface VerifiedModel {
  readonly manifest: Manifest;
  /** Paths of its files. */
  readonly files: { readonly model: string; readonly tokenizer: string };
}

/**
 * Finds a model version under `root` (`<root>/<name>/<version>/manifest.json`) and verifies size and SHA-256 of its
 * files. Without `version`, the newest is taken (numeric order).
 *
 * @throws EngineError MODEL_MISSING when there is no such model or file, MODEL_CORRUPT when a file or the manifest
 * differs from what it should be.
 */
export async function loadModel(root: string, name: string, version?: string): Promise<VerifiedModel> {
  const { folder, manifest } = await readManifest(root, name, version, manifestSchema);
  const files = {
    model: await verifyFile(folder, manifest.files.model),
    tokenizer: await verifyFile(folder, manifest.files.tokenizer),
  };
  return { manifest, files };
}

const calibrationSchema = z.object({
  version: z.string(),
  encoder: z.object({ name: z.string(), version: z.string() }),
  sceneValence: z.array(z.number()).min(2),
  turningPoints: z.array(z.object({ mean: z.number(), sd: z.number() })).length(5),
});

/**
 * Loads the newest calibration and checks that it was fitted for this encoder.
 *
 * @throws EngineError MODEL_MISSING when there is none for this encoder, MODEL_CORRUPT when it is not valid.
 */
export async function loadCalibration(root: string, encoder: Calibration['encoder']): Promise<Calibration> {
  const { manifest } = await readManifest(root, 'calibration', undefined, calibrationSchema);
  if (manifest.encoder.name === encoder.name && manifest.encoder.version === encoder.version) return manifest;
  throw new EngineError('MODEL_MISSING', `There is no calibration for ${encoder.name} ${encoder.version}.`);
}

async function newestVersion(root: string, name: string): Promise<string> {
  const entries = await readdir(path.join(root, name)).catch((cause: unknown) => {
    throw new EngineError('MODEL_MISSING', `There is no model "${name}" in the models folder.`, { cause });
  });
  const newest = entries.sort((a, b) => a.localeCompare(b, 'en', { numeric: true })).at(-1);
  if (newest === undefined) throw new EngineError('MODEL_MISSING', `Model "${name}" has no version.`);
  return newest;
}

async function readManifest<T>(
  root: string,
  name: string,
  version: string | undefined,
  schema: z.ZodType<T>,
): Promise<{ folder: string; manifest: T }> {
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

async function verifyFile(folder: string, file: Manifest['files']['model']): Promise<string> {
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
