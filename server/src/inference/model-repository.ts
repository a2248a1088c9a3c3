import { EngineError } from '../domain/errors.js';
import type { Manifest, Precision } from './manifest.js';
import {
  type InstalledVersion,
  listVersions,
  loadManifest,
  loadModel,
  newestFirst,
  type VerifiedModel,
} from './model-files.js';
import { type LoadedModel, ModelVersion, type OpenedModel } from './model-version.js';
import type { ModelLease, ModelState, ModelStatus, Models, VersionSelector } from './models.js';
import { DEFAULT_LABEL, VersionLabels } from './version-labels.js';

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
  /** Copies of a graph that a loaded version holds in this process. */
  readonly copies: number;
  /** Memory that loaded versions may take together, in MiB. */
  readonly maxMemoryMiB: number;
  /** Resident memory of the process, in bytes. */
  readonly residentBytes: () => number;
}

const MIB = 1024 * 1024;

/** Longest name or version that an error repeats, in characters. */
const LONGEST_NAME = 128;

/** Models on disk and in memory: several versions side by side, loaded and unloaded without a dropped request. */
export class ModelRepository implements Models {
  /** Versions that are or were to be in memory, by name and version. */
  private readonly versions = new Map<string, ModelVersion>();
  private readonly labels = new VersionLabels();
  /** What was on disk when it was last looked at: `acquire` has no time to look. */
  private installed: readonly InstalledVersion[] = [];
  /** Loads go one after the other: what a load adds to the process is that load's. */
  private lastLoad: Promise<unknown> = Promise.resolve();
  private closing = false;

  constructor(private readonly parts: ModelRepositoryParts) {}

  async list(): Promise<ModelStatus[]> {
    this.installed = await listVersions(this.parts.root);
    const known = new Map(
      [...this.installed, ...this.versions.values()].map(({ name, version }) => [
        keyOf(name, version),
        { name, version },
      ]),
    );
    return [...known.values()]
      .sort((a, b) => a.name.localeCompare(b.name) || newestFirst(a.version, b.version))
      .map(({ name, version }) => this.statusOf(name, version));
  }

  async manifest(name: string, selector: VersionSelector = {}): Promise<Manifest> {
    const version = this.resolve(name, selector);
    if (version === undefined && 'label' in selector) throw notFound(name, selector);
    const loaded = version === undefined ? undefined : this.versions.get(keyOf(name, version))?.loaded;
    return loaded?.model.manifest ?? this.readManifest(name, version);
  }

  acquire(name: string, selector: VersionSelector = {}): ModelLease {
    return this.find(name, selector).lease();
  }

  async load(name: string, version?: string): Promise<ModelStatus> {
    this.requireControl();
    return this.start(name, version);
  }

  /** As {@link load}, whatever calls may do: for what the settings name. */
  async start(name: string, version?: string): Promise<ModelStatus> {
    const wanted = (await this.readManifest(name, version)).version;
    const key = keyOf(name, wanted);
    // A version comes back only when it is wholly gone.
    for (let before = this.versions.get(key); before?.state === 'unloading'; before = this.versions.get(key)) {
      await this.forget(before).catch(() => undefined);
    }
    if (this.closing) throw new EngineError('DRAINING');
    await this.loadOnce(key, name, wanted);
    this.installed = await listVersions(this.parts.root);
    return this.statusOf(name, wanted);
  }

  async unload(name: string, version: string, options: { readonly labelled: 'refuse' | 'drop' }): Promise<ModelStatus> {
    this.requireControl();
    this.installed = await listVersions(this.parts.root);
    const found = this.findLoaded(name, version, ['ready', 'unloading']);
    this.takeLabels(found, options.labelled);
    await this.forget(found);
    return this.statusOf(name, version);
  }

  async setLabel(name: string, label: string, version: string | undefined): Promise<ModelStatus[]> {
    this.requireControl();
    this.installed = await listVersions(this.parts.root);
    if (version !== undefined) {
      this.findLoaded(name, version, ['ready']);
      this.labels.put(name, label, version);
    } else if (!this.isKnown(name)) {
      throw notFound(name, {});
    } else if (label === DEFAULT_LABEL) {
      throw new EngineError('MODEL_IN_USE', 'The label "default" can be moved, not taken off.');
    } else this.labels.remove(name, label);
    return (await this.list()).filter((one) => one.name === name);
  }

  /** Unloads everything; waits for loads and requests under way. Loads that are asked for from now on are refused. */
  async close(): Promise<void> {
    this.closing = true;
    await this.lastLoad;
    await Promise.all([...this.versions.values()].map((one) => this.forget(one)));
  }

  private requireControl(): void {
    if (this.parts.control === 'explicit') return;
    throw new EngineError('MODEL_CONTROL_OFF');
  }

  private readManifest(name: string, version: string | undefined): Promise<Manifest> {
    const asNotFound = (error: unknown) => {
      const missing = error instanceof EngineError && error.reason === 'MODEL_MISSING';
      throw missing ? notFound(name, version === undefined ? {} : { version }) : error;
    };
    if (![name, version ?? name].every(isFolderName)) asNotFound(new EngineError('MODEL_MISSING'));
    return loadManifest(this.parts.root, name, version).catch(asNotFound);
  }

  /** Version that a selector names; undefined when it names none. */
  private resolve(name: string, selector: VersionSelector): string | undefined {
    if ('version' in selector) return selector.version;
    return this.labels.versionOf(name, 'label' in selector ? selector.label : DEFAULT_LABEL);
  }

  private find(name: string, selector: VersionSelector): ModelVersion {
    const version = this.resolve(name, selector);
    const found = version === undefined ? undefined : this.versions.get(keyOf(name, version));
    if (found !== undefined) return found;
    if ('label' in selector || !this.isKnown(name, version)) throw notFound(name, selector);
    const which = version === undefined ? '' : ` ${version}`;
    throw new EngineError('MODEL_NOT_READY', `Model "${name}"${which} is not loaded.`);
  }

  /** A version that a call may change. */
  private findLoaded(name: string, version: string, states: readonly ModelState[]): ModelVersion {
    const found = this.versions.get(keyOf(name, version));
    if (found !== undefined && states.includes(found.state)) return found;
    if (!this.isKnown(name, version)) throw notFound(name, { version });
    throw new EngineError('MODEL_NOT_LOADED', `Model "${name}" ${version} is ${found?.state ?? 'not loaded'}.`);
  }

  /** Whether there is such a version, or any of this name, on disk or in memory. */
  private isKnown(name: string, version?: string): boolean {
    const known = [...this.versions.values(), ...this.installed].filter((one) => one.name === name);
    return known.some((one) => version === undefined || one.version === version);
  }

  private loadOnce(key: string, name: string, version: string): Promise<void> {
    const before = this.versions.get(key);
    if (before !== undefined && before.state !== 'failed') return before.loading;
    const turn = this.lastLoad;
    const loading = new ModelVersion(name, version, () => turn.then(() => this.open(name, version)));
    this.versions.set(key, loading);
    const labelled = loading.loading.then(() => {
      if (this.labels.versionOf(name, DEFAULT_LABEL) === undefined) this.labels.put(name, DEFAULT_LABEL, version);
    });
    this.lastLoad = labelled.catch(() => undefined);
    return labelled;
  }

  private async open(name: string, version: string): Promise<LoadedModel> {
    const verified = await loadModel(this.parts.root, name, version, this.parts.precision);
    const neededMiB = this.requireMemory(verified);
    const residentBefore = this.parts.residentBytes();
    const opened = await this.parts.open(verified);
    const memoryMiB = Math.max(0, (this.parts.residentBytes() - residentBefore) / MIB);
    const { model } = opened;
    return {
      model,
      close: () => opened.close(),
      precision: verified.precision,
      memoryMiB,
      reservedMiB: Math.max(memoryMiB, neededMiB),
      loadedAt: new Date(),
    };
  }

  /** Memory that a version needs at least, in MiB. */
  private requireMemory({ manifest, precision }: VerifiedModel): number {
    const { copies, maxMemoryMiB } = this.parts;
    const needed = (copies * manifest.files.graphs[precision]!.bytes) / MIB;
    const taken = [...this.versions.values()].reduce((sum, { loaded }) => sum + (loaded?.reservedMiB ?? 0), 0);
    if (taken + needed <= maxMemoryMiB) return needed;
    const figures = `it needs about ${needed.toFixed(0)} MiB, ${Math.max(0, maxMemoryMiB - taken).toFixed(0)} are free`;
    throw new EngineError('MODEL_MEMORY', `Model "${manifest.name}" ${manifest.version} does not fit: ${figures}.`);
  }

  private takeLabels({ name, version }: ModelVersion, labelled: 'refuse' | 'drop'): void {
    const own = this.labels.on(name, version);
    if (own.length > 0 && labelled === 'refuse') {
      throw new EngineError('MODEL_IN_USE', `Model "${name}" ${version} has the label "${own[0]}".`);
    }
    for (const label of own) this.labels.remove(name, label);
    if (own.includes(DEFAULT_LABEL)) this.passOnDefault(name, version);
  }

  /** When the default version goes, the newest of the others answers. */
  private passOnDefault(name: string, leaving: string): void {
    const others = [...this.versions.values()].filter(
      (one) => one.name === name && one.version !== leaving && one.state === 'ready',
    );
    const newest = others.map(({ version }) => version).sort(newestFirst)[0];
    if (newest !== undefined) this.labels.put(name, DEFAULT_LABEL, newest);
  }

  private async forget(version: ModelVersion): Promise<void> {
    const key = keyOf(version.name, version.version);
    try {
      await version.close();
    } finally {
      // Whoever waited for the same closing may have loaded the version anew.
      if (this.versions.get(key) === version) this.versions.delete(key);
    }
  }

  private statusOf(name: string, version: string): ModelStatus {
    const found = this.versions.get(keyOf(name, version));
    const labels = this.labels.on(name, version);
    if (found === undefined) return { name, version, state: 'available', labels, memoryMiB: 0 };
    const { state, loaded, error } = found;
    return {
      name,
      version,
      state,
      labels,
      memoryMiB: loaded?.memoryMiB ?? 0,
      ...(loaded && { precision: loaded.precision, loadedAt: loaded.loadedAt }),
      ...(error !== undefined && { error }),
    };
  }
}

function keyOf(name: string, version: string): string {
  return `${name}@${version}`;
}

/** Names become folders: letters, digits, `.`, `_` and `-` alone, and never a way out of the folder. */
function isFolderName(name: string): boolean {
  return /^\w[\w.-]*$/.test(name);
}

/** Names the model that was asked for, unless no model can have the name: then it may be anything, a script even. */
function notFound(name: string, selector: VersionSelector): EngineError {
  const [what, which] = Object.entries(selector)[0] ?? [];
  const said = [name, ...(which === undefined ? [] : [which])];
  if (!said.every((text) => isFolderName(text) && text.length <= LONGEST_NAME))
    return new EngineError('MODEL_NOT_FOUND');
  const message = `There is no model "${name}"${which === undefined ? '' : ` with the ${what} "${which}"`}.`;
  return new EngineError('MODEL_NOT_FOUND', message, {
    resource: { type: 'guionix.ml.v1.Model', name: said.join('@') },
  });
}
