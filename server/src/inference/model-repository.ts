import { EngineError } from '../domain/errors.js';
import type { Manifest, Precision } from './manifest.js';
import { listVersions, loadManifest, loadModel, newestFirst, type VerifiedModel } from './model-files.js';
import type { ModelLease, ModelStatus, Models, TextModel, VersionSelector } from './models.js';

/** A version that is open, and how to end it. */
export interface OpenedModel {
  readonly model: TextModel;
  /** Waits for the work in flight and frees what computes it. */
  close(): Promise<void>;
}

/** What a repository works with. */
export interface ModelRepositoryParts {
  /** Folder of model versions. */
  readonly root: string;
  /** Opens a verified version; whatever it opened is closed again when it fails. */
  readonly open: (verified: VerifiedModel) => Promise<OpenedModel>;
  /** Number format of the graphs; the one its manifest names when left out. */
  readonly precision?: Precision | undefined;
  /** `none`: calls may not change which models are loaded or labelled. */
  readonly control: 'none' | 'explicit';
  /** Copies of a graph that a loaded version holds. */
  readonly copies: number;
  /** Memory that loaded versions may take together, in MiB. */
  readonly maxMemoryMiB: number;
  /** Resident memory of the process, in bytes. */
  readonly residentBytes: () => number;
}

/** Label of the version that answers unless another is asked for. */
export const DEFAULT_LABEL = 'default';

const MIB = 1024 * 1024;

/** A version that is or was to be loaded. */
interface Version {
  readonly name: string;
  readonly version: string;
  state: 'loading' | 'ready' | 'unloading' | 'failed';
  opened?: OpenedModel;
  memoryMiB: number;
  loadedAt?: Date;
  error?: string;
  leases: number;
  /** Told when the last lease is released. */
  onUnused?: () => void;
}

/** Models on disk and in memory: several versions side by side, loaded and unloaded without a dropped request. */
export class ModelRepository implements Models {
  private readonly versions = new Map<string, Version>();
  /** Version of each label, by model name. */
  private readonly labels = new Map<string, Map<string, string>>();
  /** Loads under way, so that one version is not loaded twice. */
  private readonly loading = new Map<string, Promise<void>>();
  /** Loads go one after the other: what a load adds to the process is that load's. */
  private tail: Promise<void> = Promise.resolve();

  constructor(private readonly parts: ModelRepositoryParts) {}

  async list(): Promise<ModelStatus[]> {
    const known = new Map((await listVersions(this.parts.root)).map((one) => [keyOf(one.name, one.version), one]));
    for (const [key, { name, version }] of this.versions) known.set(key, { name, version });
    return [...known.values()]
      .sort((a, b) => a.name.localeCompare(b.name) || newestFirst(a.version, b.version))
      .map(({ name, version }) => this.statusOf(name, version));
  }

  async manifest(name: string, selector: VersionSelector = {}): Promise<Manifest> {
    const version = this.resolve(name, selector);
    const loaded = version === undefined ? undefined : this.versions.get(keyOf(name, version))?.opened;
    if (loaded) return loaded.model.manifest;
    return loadManifest(this.parts.root, requireName(name), version && requireName(version)).catch(asNotFound);
  }

  acquire(name: string, selector: VersionSelector = {}): ModelLease {
    const version = this.resolve(name, selector);
    const found = version === undefined ? undefined : this.versions.get(keyOf(name, version));
    if (found === undefined) throw notFound(name, selector);
    if (found.state !== 'ready' || found.opened === undefined) {
      throw new EngineError('MODEL_NOT_READY', `Model "${name}" ${found.version} is ${found.state}.`);
    }
    found.leases += 1;
    return { model: found.opened.model, release: once(() => this.release(found)) };
  }

  load(name: string, version?: string): Promise<ModelStatus> {
    this.requireControl();
    return this.start(name, version);
  }

  /** As {@link load}, whatever calls may do: for what the settings name. */
  async start(name: string, version?: string): Promise<ModelStatus> {
    const wanted = (
      await loadManifest(this.parts.root, requireName(name), version && requireName(version)).catch(asNotFound)
    ).version;
    const key = keyOf(name, wanted);
    if (this.versions.get(key)?.state !== 'ready') await this.loadOnce(key, name, wanted);
    return this.statusOf(name, wanted);
  }

  async unload(name: string, version: string, options: { readonly labelled: 'refuse' | 'drop' }): Promise<ModelStatus> {
    this.requireControl();
    const found = this.versions.get(keyOf(name, version));
    if (found?.state !== 'ready') throw notFound(name, { version });
    const labels = this.labels.get(name) ?? new Map<string, string>();
    const own = [...labels].filter(([, one]) => one === version).map(([label]) => label);
    if (own.length > 0 && options.labelled === 'refuse') {
      throw new EngineError('MODEL_IN_USE', `Model "${name}" ${version} has the label "${own[0]}".`);
    }
    for (const label of own) labels.delete(label);
    this.passOnDefault(name, version);
    await this.end(found);
    return this.statusOf(name, version);
  }

  async setLabel(name: string, label: string, version: string | undefined): Promise<ModelStatus[]> {
    this.requireControl();
    const labels = this.labels.get(name);
    if (labels === undefined) throw notFound(name, {});
    if (version !== undefined) {
      this.acquire(name, { version }).release();
      labels.set(label, version);
    } else if (label === DEFAULT_LABEL) {
      throw new EngineError('MODEL_IN_USE', 'The label "default" can be moved, not taken off.');
    } else labels.delete(label);
    return (await this.list()).filter((one) => one.name === name);
  }

  /** Unloads everything; waits for the requests under way. */
  async close(): Promise<void> {
    await Promise.allSettled(this.loading.values());
    await Promise.all([...this.versions.values()].filter(({ state }) => state === 'ready').map((one) => this.end(one)));
  }

  private requireControl(): void {
    if (this.parts.control === 'explicit') return;
    throw new EngineError('MODEL_CONTROL_OFF');
  }

  /** Version that a selector names; undefined when it names none. */
  private resolve(name: string, selector: VersionSelector): string | undefined {
    if ('version' in selector) return selector.version;
    return this.labels.get(name)?.get('label' in selector ? selector.label : DEFAULT_LABEL);
  }

  private loadOnce(key: string, name: string, version: string): Promise<void> {
    let load = this.loading.get(key);
    if (load === undefined) {
      load = this.tail.then(() => this.open(key, name, version)).finally(() => this.loading.delete(key));
      this.loading.set(key, load);
      this.tail = load.catch(() => undefined);
    }
    return load;
  }

  private async open(key: string, name: string, version: string): Promise<void> {
    // What was being unloaded has to be gone first.
    const before = this.versions.get(key);
    if (before?.state === 'ready') return;
    const loading: Version = { name, version, state: 'loading', memoryMiB: 0, leases: 0 };
    this.versions.set(key, loading);
    try {
      const verified = await loadModel(this.parts.root, name, version, this.parts.precision);
      this.requireMemory(verified);
      const residentBefore = this.parts.residentBytes();
      loading.opened = await this.parts.open(verified);
      loading.memoryMiB = Math.max(0, (this.parts.residentBytes() - residentBefore) / MIB);
      loading.loadedAt = new Date();
      loading.state = 'ready';
      this.labelFirst(name, version);
    } catch (error) {
      loading.state = 'failed';
      loading.error = error instanceof EngineError ? error.message : 'It could not be loaded.';
      throw error;
    }
  }

  private requireMemory({ manifest, precision }: VerifiedModel): void {
    const { copies, maxMemoryMiB } = this.parts;
    const needed = (copies * manifest.files.graphs[precision]!.bytes) / MIB;
    const taken = [...this.versions.values()].reduce((sum, { memoryMiB }) => sum + memoryMiB, 0);
    if (taken + needed <= maxMemoryMiB) return;
    const figures = `it needs about ${needed.toFixed(0)} MiB, ${Math.max(0, maxMemoryMiB - taken).toFixed(0)} are free`;
    throw new EngineError('MODEL_MEMORY', `Model "${manifest.name}" ${manifest.version} does not fit: ${figures}.`);
  }

  private labelFirst(name: string, version: string): void {
    const labels = this.labels.get(name) ?? new Map<string, string>();
    this.labels.set(name, labels);
    if (!labels.has(DEFAULT_LABEL)) labels.set(DEFAULT_LABEL, version);
  }

  /** When the default version goes, the newest of the others answers. */
  private passOnDefault(name: string, leaving: string): void {
    const labels = this.labels.get(name);
    if (labels === undefined || labels.has(DEFAULT_LABEL)) return;
    const others = [...this.versions.values()].filter(
      (one) => one.name === name && one.version !== leaving && one.state === 'ready',
    );
    const newest = others.map(({ version }) => version).sort(newestFirst)[0];
    if (newest !== undefined) labels.set(DEFAULT_LABEL, newest);
  }

  private async end(version: Version): Promise<void> {
    version.state = 'unloading';
    if (version.leases > 0) {
      await new Promise<void>((resolve) => {
        version.onUnused = resolve;
      });
    }
    await version.opened?.close();
    this.versions.delete(keyOf(version.name, version.version));
  }

  private release(version: Version): void {
    version.leases -= 1;
    if (version.leases === 0) version.onUnused?.();
  }

  private statusOf(name: string, version: string): ModelStatus {
    const found = this.versions.get(keyOf(name, version));
    const labels = [...(this.labels.get(name) ?? [])].filter(([, one]) => one === version).map(([label]) => label);
    if (found === undefined) return { name, version, state: 'available', labels, memoryMiB: 0 };
    const { state, memoryMiB, loadedAt, error } = found;
    return { name, version, state, labels, memoryMiB, ...(loadedAt && { loadedAt }), ...(error && { error }) };
  }
}

function keyOf(name: string, version: string): string {
  return `${name}@${version}`;
}

/** Names become folders: nothing else than letters, digits, `.`, `_` and `-`, and never a way out of the folder. */
function requireName(name: string): string {
  if (/^\w[\w.-]*$/.test(name)) return name;
  throw new EngineError('MODEL_NOT_FOUND');
}

function asNotFound(error: unknown): never {
  if (error instanceof EngineError && error.reason === 'MODEL_MISSING') {
    throw new EngineError('MODEL_NOT_FOUND', error.message);
  }
  throw error;
}

function notFound(name: string, selector: VersionSelector): EngineError {
  const resource = { type: 'guionix.ml.v1.Model', name };
  const [what, which] = Object.entries(selector)[0] ?? ['version', ''];
  const message = `There is no model "${name}"${which ? ` with the ${what} "${which}"` : ''} loaded.`;
  return new EngineError('MODEL_NOT_FOUND', message, { resource });
}

function once(work: () => void): () => void {
  let done = false;
  return () => {
    if (done) return;
    done = true;
    work();
  };
}
