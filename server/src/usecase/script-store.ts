/** Port: where scripts are kept. Adapters live in `storage`. Types only. */
import type { ScriptFormat } from '../domain/script.js';

/** What is known of a stored script without its bytes. */
export interface StoredScriptSummary {
  /** Id of the script, the same for all its versions. */
  readonly id: string;
  /** From 1; one higher with every put that changed the content. */
  readonly version: number;
  /** Who put it first; absent when it was put without an owner. */
  readonly ownerId?: string;
  /** Name for people: a title or file name. */
  readonly name?: string;
  /** Format that the sender gave; absent when it is to be found from the bytes. */
  readonly format?: ScriptFormat;
  /** Length of the content in bytes. */
  readonly size: number;
  /** SHA-256 of the content, lower-case hex. */
  readonly sha256: string;
  /** When the first version was put. */
  readonly createdAt: Date;
  /** When this version was put. */
  readonly updatedAt: Date;
}

/** A script with its bytes as they were put. */
export interface StoredScript extends StoredScriptSummary {
  readonly bytes: Uint8Array;
}

/** A script that is gone. */
export interface DeletedScript {
  /** SHA-256 of each text it had, lower-case hex. */
  readonly hashes: readonly string[];
}

/** What to keep. */
export interface ScriptPut {
  /** Left out: a new script with a random UUID. Given: a new version of that script, or its first. */
  readonly id?: string;
  /** Only the first put of a script sets its owner. */
  readonly ownerId?: string;
  /** Left out: the name of the version before is kept. */
  readonly name?: string;
  /** Left out: the format is to be found from the bytes. */
  readonly format?: ScriptFormat;
  readonly bytes: Uint8Array;
}

/** Which scripts to list. */
export interface ScriptQuery {
  /** Left out: scripts of every owner. */
  readonly ownerId?: string;
  /** Scripts in one page, 1..1000. */
  readonly pageSize: number;
  /** `nextPageToken` of the page before; left out for the first page. */
  readonly pageToken?: string;
}

/** One page of a list. */
export interface ScriptPage {
  readonly scripts: StoredScriptSummary[];
  /** Absent on the last page. */
  readonly nextPageToken?: string;
}

/**
 * Keeps scripts and their versions. A promise that resolved is kept through a crash of the process. Every method throws
 * `STORAGE_UNAVAILABLE` (retryable) when the database does not answer.
 */
export interface ScriptStore {
  /**
   * Keeps a script. The same bytes and format as the latest version give that version back (with the new name, when one
   * is given); anything else becomes the next version. Safe when several callers put the same id at once.
   */
  put(script: ScriptPut): Promise<StoredScript>;
  /** The given version, or the latest; undefined when there is none. */
  get(id: string, version?: number): Promise<StoredScript | undefined>;
  /**
   * Latest versions, the youngest script first. A script is in one page only, however many are put meanwhile.
   * @throws EngineError `FIELD_INVALID` for a page size out of range or a page token that no list gave out.
   */
  list(query: ScriptQuery): Promise<ScriptPage>;
  /**
   * Deletes every version for good, and with it every analysis of the script and what people said of those; undefined
   * when nothing was kept under this id.
   */
  delete(id: string): Promise<DeletedScript | undefined>;
}
