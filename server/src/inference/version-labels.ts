/** Label of the version that answers unless another is asked for. */
export const DEFAULT_LABEL = 'default';

/** Which version of a model each label is on. A label is on one version, a version may have several. */
export class VersionLabels {
  /** Version of each label, by model name. */
  private readonly names = new Map<string, Map<string, string>>();

  /** Version that a label of a model is on. */
  versionOf(name: string, label: string): string | undefined {
    return this.names.get(name)?.get(label);
  }

  /** Labels on a version. */
  on(name: string, version: string): string[] {
    return [...(this.names.get(name) ?? [])].filter(([, one]) => one === version).map(([label]) => label);
  }

  /** Puts a label on a version; it leaves the one it was on. */
  put(name: string, label: string, version: string): void {
    const labels = this.names.get(name) ?? new Map<string, string>();
    this.names.set(name, labels.set(label, version));
  }

  /** Takes a label off; one that is not there changes nothing. */
  remove(name: string, label: string): void {
    this.names.get(name)?.delete(label);
  }
}
