import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ARTIFACTS, type ModelsFolder, makeModelsFolder, SHIPPED } from '../../test/models-folder.js';
import { listVersions, loadCalibration, loadManifest, loadModel } from './model-files.js';

describe('model files', () => {
  let root: string;
  let write: ModelsFolder['write'];
  let folder: ModelsFolder;
  beforeEach(() => {
    folder = makeModelsFolder();
    ({ root, write } = folder);
  });
  afterEach(() => folder.remove());

  const writeEncoder = (version: string, change?: object) => folder.writeModel('encoder', version, change);
  const writeCalibration = (encoder: object, change: { version?: string; turningPoints?: unknown[] } = {}) => {
    const turningPoints = Array.from({ length: 5 }, (_, i) => ({ mean: i / 5, sd: 0.1 }));
    const calibration = { version: '1', encoder, sceneValence: [-1, 0, 1], turningPoints, ...change };
    write('calibration', calibration.version, 'manifest.json', JSON.stringify(calibration));
  };
  const load = (version?: string) => loadModel(root, 'encoder', version);

  it('verifies the model that ships', async () => {
    const { manifest, files } = await loadModel(ARTIFACTS, 'encoder');
    expect(manifest.name).toBe('encoder');
    expect(readFileSync(files.tokenizer).length).toBe(manifest.files.tokenizer.bytes);
    await expect(loadCalibration(ARTIFACTS, manifest)).resolves.toMatchObject({ encoder: { name: 'encoder' } });
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
      { files: { ...SHIPPED.files, graphs: { int8: { ...SHIPPED.files.graphs.int8, path: '../../secret' } } } },
    ],
    ['outputs[1].width', { outputs: [SHIPPED.outputs[0], { ...SHIPPED.outputs[1], width: 0 }] }],
    ['tokens.window', { tokens: { ...SHIPPED.tokens, window: 0 } }],
    ['reference', { reference: [] }],
  ])('names %s when the manifest is wrong there', async (field, change) => {
    writeEncoder('1', change);
    await expect(load()).rejects.toMatchObject({ reason: 'MODEL_CORRUPT', message: expect.stringContaining(field) });
  });

  it('refuses a manifest in a folder that is not its own', async () => {
    writeEncoder('2', { version: '1' });
    const refused = { reason: 'MODEL_CORRUPT', message: expect.stringContaining('says that it is encoder 1') };
    await expect(load()).rejects.toMatchObject(refused);
    await expect(loadManifest(root, 'encoder', '2')).rejects.toMatchObject(refused);
  });

  it('passes over a version that is being written', async () => {
    writeEncoder('1');
    mkdirSync(path.join(root, 'encoder/.2'));
    expect((await load()).manifest.version).toBe('1');
  });

  it('finds the newest calibration of each encoder', async () => {
    writeCalibration({ name: 'encoder', version: '1' });
    writeCalibration({ name: 'encoder', version: '1' }, { version: '2' });
    writeCalibration({ name: 'encoder', version: '2' }, { version: '3' });
    expect((await loadCalibration(root, { name: 'encoder', version: '1' })).version).toBe('2');
    expect((await loadCalibration(root, { name: 'encoder', version: '2' })).version).toBe('3');
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
