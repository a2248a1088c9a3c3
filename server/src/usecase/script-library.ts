import { createHash } from 'node:crypto';
import type { ScriptTree } from '../domain/script-tree.js';
import type { StoryPlan } from '../domain/story-plan.js';
import { renderTree } from '../screenplay/tree/render.js';
import type { ScriptStore, StoredScript } from './script-store.js';
import type { SharedScripts } from './shared-scripts.js';

/** A script by its id, wherever it is kept. */
export interface FoundScript extends StoredScript {
  /** What the writer means it to do; only for scripts of the shared database. */
  readonly plan?: StoryPlan;
}

/** Where scripts are looked up by id: first among those that were put here, then in the shared database. */
export class ScriptLibrary {
  constructor(
    private readonly scripts: Pick<ScriptStore, 'get'>,
    private readonly shared: SharedScripts,
  ) {}

  /** The given version, or the latest; undefined when there is none. A shared script is there as it stands now alone. */
  async get(id: string, version?: number): Promise<FoundScript | undefined> {
    const stored = await this.scripts.get(id, version);
    if (stored !== undefined) return stored;
    const tree = await this.shared.find(id);
    const found = tree && (await this.read(tree));
    return found && (version === undefined || found.version === version) ? found : undefined;
  }

  private async read(tree: ScriptTree): Promise<FoundScript> {
    const { text, plan } = renderTree(tree);
    const bytes = Buffer.from(text, 'utf8');
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const { version } = await this.shared.version(tree.id, sha256);
    return {
      id: tree.id,
      version,
      ...(tree.ownerId !== undefined && { ownerId: tree.ownerId }),
      name: tree.film.title,
      format: 'fountain',
      size: bytes.length,
      sha256,
      createdAt: tree.createdAt,
      updatedAt: tree.updatedAt,
      bytes,
      plan,
    };
  }
}
