import type { ParseScript } from './parse-script.js';
import type { ScriptPut, ScriptStore, StoredScript } from './script-store.js';

/**
 * Keeps a script that can be read; what cannot be read is refused, so that no stored id fails later for its content.
 *
 * @throws EngineError of the parser or the store.
 */
export async function keepScript(
  put: ScriptPut,
  parts: { readonly scripts: ScriptStore; readonly parse: ParseScript },
  signal: AbortSignal,
): Promise<StoredScript> {
  const { bytes, format, name } = put;
  const script = await parts.parse({ bytes, ...(format && { format }), ...(name && { name }) }, signal);
  return parts.scripts.put({ ...put, format: script.format });
}
