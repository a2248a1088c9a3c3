/** A folder of model versions of a few bytes, which say of themselves what a real one says; gone after `remove`. */
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Manifest } from '../src/inference/manifest.js';

/** Folder of the models that ship. */
export const ARTIFACTS = path.resolve(import.meta.dirname, '../../models/artifacts');

/** Folder of the encoder that ships. */
export const SHIPPED_ENCODER = path.join(ARTIFACTS, 'encoder', readdirSync(path.join(ARTIFACTS, 'encoder')).at(-1)!);

/** Its manifest. */
export const SHIPPED = JSON.parse(readFileSync(path.join(SHIPPED_ENCODER, 'manifest.json'), 'utf8')) as Manifest;

/** Writes the encoder that ships, and its calibration, under another version, with changes to its manifest. */
export function copyShipped(root: string, version: string, change: Partial<Manifest> = {}): void {
  const folder = path.join(root, 'encoder', version);
  cpSync(SHIPPED_ENCODER, folder, { recursive: true });
  writeFileSync(path.join(folder, 'manifest.json'), JSON.stringify({ ...SHIPPED, version, ...change }));
  const calibration = path.join(root, 'calibration', version);
  cpSync(path.join(ARTIFACTS, 'calibration', calibrationOf(SHIPPED)), calibration, { recursive: true });
  const file = path.join(calibration, 'manifest.json');
  const encoder = { name: SHIPPED.name, version };
  writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), version, encoder }));
}

function calibrationOf({ name, version }: Manifest): string {
  const all = path.join(ARTIFACTS, 'calibration');
  return readdirSync(all).find((one) => {
    const { encoder } = JSON.parse(readFileSync(path.join(all, one, 'manifest.json'), 'utf8'));
    return encoder.name === name && encoder.version === version;
  })!;
}

/** A folder of models for one test. */
export interface ModelsFolder {
  readonly root: string;
  /** Writes a file of a version; returns what a manifest says of it. */
  write(name: string, version: string, file: string, content: string): Manifest['files']['tokenizer'];
  /** Writes a version of a text encoder, with changes to its manifest. */
  writeModel(name: string, version: string, change?: object): void;
  remove(): void;
}

/** Makes an empty folder of models. */
export function makeModelsFolder(): ModelsFolder {
  const root = mkdtempSync(path.join(tmpdir(), 'guionix-models-'));
  const write: ModelsFolder['write'] = (name, version, file, content) => {
    mkdirSync(path.join(root, name, version), { recursive: true });
    writeFileSync(path.join(root, name, version, file), content);
    const sha256 = createHash('sha256').update(content).digest('hex');
    return { path: file, sha256, bytes: Buffer.byteLength(content) };
  };
  return {
    root,
    write,
    writeModel(name, version, change = {}) {
      const files = {
        graphs: { int8: write(name, version, 'model.onnx', `weights ${version}`) },
        tokenizer: write(name, version, 'tokenizer.json', '{}'),
      };
      write(name, version, 'manifest.json', JSON.stringify({ ...SHIPPED, name, version, files, ...change }));
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}
