import { describe, expect, it } from 'vitest';
import { SHIPPED } from '../../../test/models-folder.js';
import { Language } from '../../gen/guionix/ml/v1/common.js';
import { ModelState, ModelVariant } from '../../gen/guionix/ml/v1/model.js';
import { fromExactVersion, fromLabel, fromModelVersion, fromSelector, toModel, toModelManifest } from './model.js';

const refusal = (reason: string, field: string) =>
  expect.objectContaining({ reason, details: { violations: [expect.objectContaining({ field })] } });

describe('which model', () => {
  it('has a name; the version may be left out where the newest will do', () => {
    expect(fromModelVersion({ name: 'encoder', version: '' })).toEqual({ name: 'encoder' });
    expect(fromExactVersion({ name: 'encoder', version: '2' })).toEqual({ name: 'encoder', version: '2' });
    expect(() => fromModelVersion(undefined)).toThrow(refusal('FIELD_INVALID', 'model.name'));
    expect(() => fromModelVersion({ name: '', version: '1' })).toThrow(refusal('FIELD_INVALID', 'model.name'));
    expect(() => fromExactVersion({ name: 'encoder', version: '' })).toThrow(refusal('FIELD_INVALID', 'model.version'));
  });

  it('is selected by version or label', () => {
    expect(fromSelector(undefined)).toEqual({});
    expect(fromSelector({ $case: 'version', value: '2' })).toEqual({ version: '2' });
    expect(fromSelector({ $case: 'label', value: 'candidate' })).toEqual({ label: 'candidate' });
    expect(() => fromSelector({ $case: 'label', value: '' })).toThrow(refusal('FIELD_INVALID', 'label'));
  });
});

describe('a label to set', () => {
  it('is a slug', () => {
    expect(fromLabel({ label: 'candidate-2', share: 0, shadow: false })).toBe('candidate-2');
    for (const label of ['', '2', 'Candidate', 'a b', 'a'.repeat(65), 'á']) {
      expect(() => fromLabel({ label, share: 0, shadow: false })).toThrow(refusal('FIELD_INVALID', 'label.label'));
    }
    expect(() => fromLabel(undefined)).toThrow(refusal('FIELD_INVALID', 'label.label'));
  });

  it('takes no traffic by itself', () => {
    const label = 'candidate';
    expect(() => fromLabel({ label, share: 0.1, shadow: false })).toThrow(refusal('NOT_IMPLEMENTED', 'label.share'));
    expect(() => fromLabel({ label, share: 0, shadow: true })).toThrow(refusal('NOT_IMPLEMENTED', 'label.shadow'));
    for (const share of [-0.1, 1.1, Number.NaN]) {
      expect(() => fromLabel({ label, share, shadow: false })).toThrow(refusal('FIELD_INVALID', 'label.share'));
    }
  });
});

describe('a version on the wire', () => {
  it('says how it stands', () => {
    const loadedAt = new Date(Date.UTC(2026, 0, 2, 3, 4, 5));
    const status = { name: 'encoder', version: '1', labels: ['default'], memoryMiB: 12.5 };
    expect(toModel({ ...status, state: 'ready', precision: 'int8', loadedAt })).toEqual({
      model: { name: 'encoder', version: '1' },
      state: ModelState.READY,
      labels: [{ label: 'default', share: 0, shadow: false }],
      memoryMib: 12.5,
      loadedAt: '2026-01-02T03:04:05.000Z',
      error: '',
    });
    expect(toModel({ ...status, state: 'failed', error: 'It does not fit.' })).toMatchObject({
      state: ModelState.FAILED,
      loadedAt: '',
      error: 'It does not fit.',
    });
  });

  it('says what it is, as its manifest does', () => {
    const { files, metrics, ...rest } = toModelManifest(SHIPPED);
    expect(rest).toMatchObject({
      model: { name: 'encoder', version: SHIPPED.version },
      variant: ModelVariant.OPEN,
      precision: 'int8',
      inputs: [SHIPPED.inputs.ids, SHIPPED.inputs.mask],
      maxTokens: SHIPPED.tokens.window,
    });
    expect(rest.heads.map(({ name, dim }) => [name, dim])).toEqual(
      SHIPPED.outputs.map(({ name, width }) => [name, width]),
    );
    expect(files.map(({ path }) => path)).toEqual([SHIPPED.files.graphs.int8!.path, SHIPPED.files.tokenizer.path]);
    const spanish = metrics.find(({ dataset }) => dataset === 'mmeld_es test, 2062 texts')!;
    expect(spanish).toMatchObject({ sampleCount: 2062, language: Language.ES, metric: 'weighted F1' });
    expect(spanish).not.toHaveProperty('published');
    expect(rest.trainingData.filter(({ commercialUse }) => commercialUse).length).toBeGreaterThan(0);
    expect(rest.licence).toContain(SHIPPED.licences!.consequence);
  });

  it('is open when every set is, and says nothing where nothing is said', () => {
    const one = { name: 'set', licence: 'CC0-1.0', commercial: 'yes' as const };
    const licences = { weights: 'mine: MIT', trainingData: [one], consequence: 'Any use.' };
    expect(toModelManifest({ ...SHIPPED, licences }).variant).toBe(ModelVariant.OPEN);
    const closed = { ...licences, trainingData: [one, { ...one, commercial: 'unclear' as const }] };
    expect(toModelManifest({ ...SHIPPED, licences: closed }).variant).toBe(ModelVariant.RESEARCH);
    const { licences: _, ...silent } = SHIPPED;
    expect(toModelManifest(silent)).toMatchObject({ variant: ModelVariant.UNSPECIFIED, licence: '', trainingData: [] });
  });

  it('lists the graph that answers', () => {
    const fp32 = { ...SHIPPED.files.graphs.int8!, path: 'model.fp32.onnx' };
    const both = { ...SHIPPED, files: { ...SHIPPED.files, graphs: { ...SHIPPED.files.graphs, fp32 } } };
    expect(toModelManifest(both, 'fp32')).toMatchObject({
      precision: 'fp32',
      files: [{ path: 'model.fp32.onnx' }, {}],
    });
  });
});
