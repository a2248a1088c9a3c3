import { EngineError } from '../../domain/errors.js';
import { Language, type ModelVersion } from '../../gen/guionix/ml/v1/common.js';
import * as wire from '../../gen/guionix/ml/v1/model.js';
import type { Manifest, OutputSpec } from '../../inference/manifest.js';
import type { ModelStatus, ModelState as State, VersionSelector } from '../../inference/models.js';

const STATES: Record<State, wire.ModelState> = {
  available: wire.ModelState.AVAILABLE,
  loading: wire.ModelState.LOADING,
  ready: wire.ModelState.READY,
  unloading: wire.ModelState.UNLOADING,
  failed: wire.ModelState.FAILED,
};

/** A label that can be set: a slug of at most 64 characters. */
const LABEL = /^[a-z][a-z0-9-]{0,63}$/;

/** Which version of which model a request names. */
export interface NamedVersion {
  readonly name: string;
  /** Left out for the newest. */
  readonly version?: string;
}

/**
 * The model of a request to load or unload.
 *
 * @throws EngineError FIELD_INVALID when it has no name.
 */
export function fromModelVersion(model: ModelVersion | undefined): NamedVersion {
  if (!model?.name) throw invalid('model.name', 'It is empty; give the name of a model, e.g. `encoder`.');
  return { name: model.name, ...(model.version && { version: model.version }) };
}

/**
 * The model of a request that must say which version.
 *
 * @throws EngineError FIELD_INVALID when it does not.
 */
export function fromExactVersion(model: ModelVersion | undefined): Required<NamedVersion> {
  const { name, version } = fromModelVersion(model);
  if (version === undefined) throw invalid('model.version', 'It is empty; give the version, e.g. `1`.');
  return { name, version };
}

/**
 * Which version a request asks for; the default when it does not say.
 *
 * @throws EngineError FIELD_INVALID for a version or label that is empty.
 */
export function fromSelector(selector: wire.GetModelRequest['selector']): VersionSelector {
  if (selector === undefined) return {};
  if (selector.value === '') throw invalid(selector.$case, 'It is empty; leave it out for the default version.');
  return selector.$case === 'version' ? { version: selector.value } : { label: selector.value };
}

/**
 * Name of a label to set. A label takes no traffic by itself here: callers ask for the version it is on.
 *
 * @throws EngineError FIELD_INVALID for a name that is no slug or a share outside 0..1, NOT_IMPLEMENTED for a share of the
 * traffic or a shadow.
 */
export function fromLabel(label: wire.ModelLabel | undefined): string {
  const { label: name = '', share = 0, shadow = false } = label ?? {};
  if (!LABEL.test(name)) {
    throw invalid('label.label', 'Use 1 to 64 lower-case letters, digits and `-`, a letter first, e.g. `candidate`.');
  }
  if (!(share >= 0 && share <= 1)) throw invalid('label.share', 'It is outside 0..1; leave it at 0.');
  if (share > 0 || shadow) throw noTraffic(share > 0 ? 'label.share' : 'label.shadow');
  return name;
}

function noTraffic(field: string): EngineError {
  const description = 'Leave it out: this engine sends no share of the traffic to a label and computes no shadows.';
  return new EngineError('NOT_IMPLEMENTED', description, { violations: [{ field, description }] });
}

function invalid(field: string, description: string): EngineError {
  return new EngineError('FIELD_INVALID', undefined, { violations: [{ field, description }] });
}

/** A version as it stands, on the wire. */
export function toModel({ name, version, state, labels, memoryMiB, loadedAt, error }: ModelStatus): wire.Model {
  return {
    model: { name, version },
    state: STATES[state],
    labels: labels.map((label) => ({ label, share: 0, shadow: false })),
    memoryMib: memoryMiB,
    loadedAt: loadedAt?.toISOString() ?? '',
    error: error ?? '',
  };
}

/** What a version is, on the wire. `precision` is that of the graph that answers; the manifest's when none does. */
export function toModelManifest(manifest: Manifest, precision = manifest.precision): wire.ModelManifest {
  const { name, version, description, files, licences, opset = 0, inputs, outputs, tokens, metrics } = manifest;
  return {
    model: { name, version },
    description,
    variant: toVariant(licences),
    precision,
    files: [files.graphs[precision], files.tokenizer].flatMap((file) => (file ? [toFile(file)] : [])),
    licence: licences ? `${licences.weights}. ${licences.consequence}` : '',
    base: undefined,
    trainingData: (licences?.trainingData ?? []).map(({ name, licence, commercial }) => ({
      name,
      licence,
      commercialUse: commercial === 'yes',
    })),
    opset,
    inputs: [inputs.ids, inputs.mask, ...(inputs.types === undefined ? [] : [inputs.types])],
    heads: outputs.map(toHead),
    maxTokens: tokens.window,
    metrics: metrics.map(toMetric),
  };
}

/** Unspecified where nothing is said of the training data: it may be either. */
function toVariant(licences: Manifest['licences']): wire.ModelVariant {
  if (licences === undefined || licences.trainingData.length === 0) return wire.ModelVariant.UNSPECIFIED;
  const open = licences.trainingData.every(({ commercial }) => commercial === 'yes');
  return open ? wire.ModelVariant.OPEN : wire.ModelVariant.RESEARCH;
}

function toFile({ path, sha256, bytes }: Manifest['files']['tokenizer']): wire.ModelFile {
  return { path, sha256, sizeBytes: bytes };
}

function toHead({ name, labels = [], width }: OutputSpec): wire.ModelHead {
  return { name, labels: [...labels], dim: width, temperature: 1 };
}

/** Published values are words in a manifest (`RemBERT .708`): what is no number is not sent. */
function toMetric({ task, split, measure, value, floor }: Manifest['metrics'][number]): wire.ModelMetric {
  return {
    head: task,
    dataset: split,
    metric: measure,
    value,
    ...(floor !== undefined && { floor }),
    sampleCount: Number(/, (\d+) texts$/.exec(split)?.[1] ?? 0),
    language: languageOf(task),
  };
}

/** A task names the language of its test set at its end: `valence (es)`. */
function languageOf(task: string): Language {
  if (task.endsWith('(es)')) return Language.ES;
  return task.endsWith('(en)') ? Language.EN : Language.UNSPECIFIED;
}
