import type { Generated } from 'kysely';
import type { ScriptFormat } from '../domain/script.js';

/** The engine's own schema. Tables of other services in the same database are in other schemas. */
export const SCHEMA = 'ml_engine';

/** One version of a script. */
export interface ScriptRow {
  id: string;
  version: number;
  owner_id: string | null;
  title: string | null;
  format: ScriptFormat | null;
  bytes: Uint8Array;
  /** Lower-case hex. */
  sha256: string;
  /** To the millisecond, as JavaScript dates are: what is read compares equal to what is stored. */
  created_at: Generated<Date>;
  updated_at: Generated<Date>;
}

/** A text that a script of the shared database had. */
export interface SharedVersionRow {
  script_id: string;
  version: number;
  /** Lower-case hex. */
  sha256: string;
  seen_at: Generated<Date>;
}

/** Tables of the schema as the newest migration leaves them. */
export interface Tables {
  scripts: ScriptRow;
  shared_versions: SharedVersionRow;
}
