import { segmentScript } from '../screenplay/segments.js';
import type { ParseScript } from './parse-script.js';
import type { ResultCache } from './result-cache.js';
import { scriptNotFound } from './script-input.js';
import type { ScriptStore, StoredScript } from './script-store.js';

/** What the use case works with. */
export interface DeleteScriptParts {
  readonly scripts: ScriptStore;
  readonly parse: ParseScript;
  readonly results: Pick<ResultCache<object>, 'forget'>;
  /** Forgets what was computed for texts. */
  readonly forgetTexts: (texts: readonly string[]) => Promise<void>;
}

/**
 * Deletes a script: every version of its text, every analysis, what people said of those, and what the caches know of it.
 *
 * @throws EngineError SCRIPT_NOT_FOUND when nothing is kept under this id.
 */
export async function deleteScript(id: string, parts: DeleteScriptParts, signal: AbortSignal): Promise<void> {
  const texts = await readTexts(id, parts, signal);
  const deleted = await parts.scripts.delete(id);
  if (deleted === undefined) throw scriptNotFound(id);
  for (const hash of deleted.hashes) parts.results.forget(hash);
  await parts.forgetTexts([...texts]);
}

/** Every text of every version of a script that the encoder may have read. */
export async function readTexts(
  id: string,
  parts: Pick<DeleteScriptParts, 'scripts' | 'parse'>,
  signal: AbortSignal,
): Promise<Set<string>> {
  const texts = new Set<string>();
  let script: StoredScript | undefined = await parts.scripts.get(id);
  while (script !== undefined) {
    const { bytes, format, version } = script;
    const parsed = await parts.parse({ bytes, ...(format && { format }) }, signal).catch(() => undefined);
    for (const { text } of parsed ? segmentScript(parsed) : []) texts.add(text);
    script = version > 1 ? await parts.scripts.get(id, version - 1) : undefined;
  }
  signal.throwIfAborted();
  return texts;
}
