import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listVersions, loadCalibration, loadModel } from './model-files.js';

const artifacts = path.resolve(import.meta.dirname, '../../../models/artifacts');
const shipped = JSON.parse(readFileSync(path.join(artifacts, 'encoder/1/manifest.json'), 'utf8'));

describe('model repository', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), 'guionix-models-'));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const write = (name: string, version: string, file: string, content: string) => {
    mkdirSync(path.join(root, name, version), { recursive: true });
    writeFileSync(path.join(root, name, version, file), content);
    const sha256 = createHash('sha256').update(content).digest('hex');
    return { path: file, sha256, bytes: Buffer.byteLength(content) };
  };
  const writeEncoder = (version: string, change: object = {}) => {
    const files = {
      graphs: { int8: write('encoder', version, 'model.onnx', `weights ${version}`) },
      tokenizer: write('encoder', version, 'tokenizer.json', '{}'),
    };
    write('encoder', version, 'manifest.json', JSON.stringify({ ...shipped, version, files, ...change }));
  };
  const writeCalibration = (encoder: object, change: object = {}) => {
    const turningPoints = Array.from({ length: 5 }, (_, i) => ({ mean: i / 5, sd: 0.1 }));
    const calibration = { version: '1', encoder, sceneValence: [-1, 0, 1], turningPoints, ...change };
    write('calibration', '1', 'manifest.json', JSON.stringify(calibration));
  };
  const load = (version?: string) => loadModel(root, 'encoder', version);

  it('verifies the model that ships', async () => {
    const { manifest, files } = await loadModel(artifacts, 'encoder');
    expect(manifest.name).toBe('encoder');
    expect(readFileSync(files.tokenizer).length).toBe(manifest.files.tokenizer.bytes);
    await expect(loadCalibration(artifacts, manifest)).resolves.toMatchObject({ encoder: { name: 'encoder' } });
  });

  it('takes the newest version, counting as people do, or the one that is asked for', async () => {
    for (const version of ['2', '9', '10']) writeEncoder(version);
    expect((await load()).manifest.version).toBe('10');
    expect((await load('2')).manifest.version).toBe('2');
  });

  it.each([
    ['no folder', () => {}],
    ['no version', () => mkdirSync(path.join(root, 'encoder'))],
    ['no manifest', () => mkdirSync(path.join(root, 'encoder/1'), { recursive: true })],
    [
      'no model file',
      () => {
        writeEncoder('1');
        rmSync(path.join(root, 'encoder/1/model.onnx'));
      },
    ],
  ])('says MODEL_MISSING when there is %s', async (_, arrange) => {
    arrange();
    await expect(load()).rejects.toMatchObject({ reason: 'MODEL_MISSING' });
  });

  it('says MODEL_MISSING for a number format that is not there, and which is', async () => {
    writeEncoder('1');
    await expect(loadModel(root, 'encoder', '1', 'fp32')).rejects.toMatchObject({
      reason: 'MODEL_MISSING',
      message: 'Model "encoder" has no fp32 graph; it has int8.',
    });
  });

  it('lists the versions of text encoders, newest first', async () => {
    for (const version of ['2', '10']) writeEncoder(version);
    writeCalibration({ name: 'encoder', version: '1' });
    mkdirSync(path.join(root, 'broken/1'), { recursive: true });
    expect(await listVersions(root)).toEqual([
      { name: 'encoder', version: '10' },
      { name: 'encoder', version: '2' },
    ]);
    expect(await listVersions(path.join(root, 'nowhere'))).toEqual([]);
  });

  it('says MODEL_MISSING for a version that is not there', async () => {
    writeEncoder('1');
    await expect(load('7')).rejects.toMatchObject({ reason: 'MODEL_MISSING' });
  });

  it('finds one changed byte of the same size', async () => {
    writeEncoder('1');
    write('encoder', '1', 'model.onnx', 'weightz 1');
    await expect(load()).rejects.toMatchObject({
      reason: 'MODEL_CORRUPT',
      message: 'Model file model.onnx differs from its manifest.',
    });
  });

  it('finds a cut file', async () => {
    writeEncoder('1');
    write('encoder', '1', 'tokenizer.json', '{');
    await expect(load()).rejects.toMatchObject({ reason: 'MODEL_CORRUPT', message: /tokenizer\.json/ });
  });

  it('refuses a manifest that is not JSON', async () => {
    write('encoder', '1', 'manifest.json', '{"name": ');
    await expect(load()).rejects.toMatchObject({ reason: 'MODEL_CORRUPT', message: /not JSON/ });
  });

  it.each([
    [
      'files.graphs.int8.path',
      { files: { ...shipped.files, graphs: { int8: { ...shipped.files.graphs.int8, path: '../../secret' } } } },
    ],
    ['outputs[1].width', { outputs: [shipped.outputs[0], { ...shipped.outputs[1], width: 0 }] }],
    ['tokens.window', { tokens: { ...shipped.tokens, window: 0 } }],
    ['reference', { reference: [] }],
  ])('names %s when the manifest is wrong there', async (field, change) => {
    writeEncoder('1', change);
    await expect(load()).rejects.toMatchObject({ reason: 'MODEL_CORRUPT', message: expect.stringContaining(field) });
  });

  it('refuses a calibration of another encoder', async () => {
    writeCalibration({ name: 'encoder', version: '1' });
    await expect(loadCalibration(root, { name: 'encoder', version: '1' })).resolves.toMatchObject({ version: '1' });
    await expect(loadCalibration(root, { name: 'encoder', version: '2' })).rejects.toMatchObject({
      reason: 'MODEL_MISSING',
      message: 'There is no calibration for encoder 2.',
    });
  });

  it('refuses a calibration without its five turning points', async () => {
    writeCalibration({ name: 'encoder', version: '1' }, { turningPoints: [] });
    await expect(loadCalibration(root, { name: 'encoder', version: '1' })).rejects.toMatchObject({
      reason: 'MODEL_CORRUPT',
    });
  });
});
