import type { Script, ScriptSource } from '../domain/script.js';

/**
 * Reads a script off the event loop. Implemented by the screenplay room's parser.
 *
 * @throws EngineError naming what cannot be read, where; SCRIPT_TOO_SLOW past the time limit; the signal's reason when
 * aborted.
 */
export type ParseScript = (source: ScriptSource, signal?: AbortSignal) => Promise<Script>;
