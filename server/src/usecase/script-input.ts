import { createHash } from 'node:crypto';
import { EngineError } from '../domain/errors.js';
import type { Script, ScriptSource } from '../domain/script.js';
import type { StoryPlan } from '../domain/story-plan.js';
import { placePlan } from '../screenplay/tree/place-plan.js';
import type { ParseScript } from './parse-script.js';
import type { ScriptLibrary } from './script-library.js';

/** A script in a request: kept here, or sent along. */
export type ScriptInput =
  | { readonly type: 'stored'; readonly id: string; readonly version?: number }
  | { readonly type: 'inline'; readonly source: ScriptSource };

/** A script's bytes and, when it is kept here, which one it is. */
export interface ResolvedScript {
  readonly source: ScriptSource;
  /** SHA-256 of the bytes, lower-case hex. */
  readonly sha256: string;
  readonly stored?: { readonly id: string; readonly version: number };
  /** What its writer means it to do, where the shared database says so. */
  readonly plan?: StoryPlan;
}

/**
 * Fetches the bytes of a script.
 *
 * @throws EngineError SCRIPT_NOT_FOUND when no such script or version is kept, here or in the shared database.
 */
export async function resolveScript(input: ScriptInput, scripts: Pick<ScriptLibrary, 'get'>): Promise<ResolvedScript> {
  if (input.type === 'inline') return inlineScript(input.source);
  const found = await scripts.get(input.id, input.version);
  if (found === undefined) throw scriptNotFound(input.id);
  const { id, version, bytes, sha256, format, name, plan } = found;
  const source = { bytes, field: 'script.script_id', ...(format && { format }), ...(name && { name }) };
  return { source, sha256, stored: { id, version }, ...(plan && { plan }) };
}

/** A script that came along, ready to be parsed. */
export function inlineScript(source: ScriptSource): ResolvedScript {
  return { source, sha256: createHash('sha256').update(source.bytes).digest('hex') };
}

/** Parses a resolved script and lays its writer's plan over the scenes. */
export async function readScript(
  { source, plan }: ResolvedScript,
  parse: ParseScript,
  signal: AbortSignal,
): Promise<Script> {
  const script = await parse(source, signal);
  return plan ? { ...script, plan: placePlan(plan, script) } : script;
}

/** The error for an id that nobody knows. */
export function scriptNotFound(id: string): EngineError {
  return new EngineError('SCRIPT_NOT_FOUND', undefined, { resource: { type: 'guionix.ml.v1.Script', name: id } });
}
