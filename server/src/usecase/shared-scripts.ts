/** Port: scripts that the dashboard keeps in the database it shares with the engine. Types only. */
import type { ScriptTree } from '../domain/script-tree.js';

/** Which text of a shared script it is. */
export interface SharedVersion {
  /** From 1; one higher each time the engine met the script with a changed text. */
  readonly version: number;
  /** When the engine first met this text. */
  readonly seenAt: Date;
}

/** Reads script trees of the shared tables, and numbers the texts they had. Writes to no shared table. */
export interface SharedScripts {
  /**
   * The tree as it stands now; undefined when no film has this id or the shared tables are not there.
   * @throws EngineError STORAGE_UNAVAILABLE when the database does not answer.
   */
  find(id: string): Promise<ScriptTree | undefined>;
  /** The version that the text with this SHA-256 is: the latest when it is unchanged, else the next. */
  version(id: string, sha256: string): Promise<SharedVersion>;
}
