import { EngineError } from '../domain/errors.js';
import type { ScriptSource } from '../domain/script.js';
import type { ScriptStore } from './script-store.js';

/** A script in a request: kept here, or sent along. */
export type ScriptInput =
  | { readonly type: 'stored'; readonly id: string; readonly version?: number }
  | { readonly type: 'inline'; readonly source: ScriptSource };

/** A script's bytes and, when it is kept here, which one it is. */
export interface ResolvedScript {
  readonly source: ScriptSource;
  readonly stored?: { readonly id: string; readonly version: number };
}

/**
 * Fetches the bytes of a script.
 *
 * @throws EngineError SCRIPT_NOT_FOUND when no such script or version is kept.
 */
export async function resolveScript(input: ScriptInput, scripts: ScriptStore): Promise<ResolvedScript> {
  if (input.type === 'inline') return { source: input.source };
  const found = await scripts.get(input.id, input.version);
  if (found === undefined) throw scriptNotFound(input.id);
  const { id, version, bytes, format, name } = found;
  const source = { bytes, field: 'script.script_id', ...(format && { format }), ...(name && { name }) };
  return { source, stored: { id, version } };
}

/** The error for an id that nobody knows. */
export function scriptNotFound(id: string): EngineError {
  return new EngineError('SCRIPT_NOT_FOUND', undefined, { resource: { type: 'guionix.ml.v1.Script', name: id } });
}
