import type { ScriptSource } from '../domain/script.js';
import type { ParseScript } from './parse-script.js';
import type { ScriptPut, ScriptStore, StoredScript } from './script-store.js';

/**
 * Keeps a script that can be read; what cannot be read is refused, so that no stored id fails later for its content.
 *
 * @throws EngineError of the parser or the store.
 */
export async function keepScript(
  put: Pick<ScriptPut, 'id' | 'ownerId'> & { readonly source: ScriptSource },
  parts: { readonly scripts: ScriptStore; readonly parse: ParseScript },
  signal: AbortSignal,
): Promise<StoredScript> {
  const { source, ...identity } = put;
  const { format } = await parts.parse(source, signal);
  const { bytes, name } = source;
  return parts.scripts.put({ ...identity, bytes, ...(name && { name }), format });
}
