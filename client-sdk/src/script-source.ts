import type { ScriptFormat, ScriptInput } from './gen/guionix/ml/v1/script.js';

/** A script kept by the engine. */
export interface StoredScriptSource {
  readonly scriptId: string;
  /** Version, from 1; the newest when left out. */
  readonly version?: number | undefined;
}

/** A script sent with the call: its text, or the bytes of a file. */
export type InlineScriptSource = {
  /** Format; found from the content when left out. A wrong one is an `InvalidScriptError`. */
  readonly format?: ScriptFormat | undefined;
  /** Name for people, e.g. the file name; never used to decide the format. */
  readonly name?: string | undefined;
} & ({ readonly text: string } | { readonly data: Uint8Array });

/** A script in any of the ways a call takes one: `{ scriptId }`, `{ text }` or `{ data }`. */
export type ScriptSource = StoredScriptSource | InlineScriptSource;

/**
 * Puts a script into the form the wire has.
 *
 * @throws TypeError for a value that is no script: callers in JavaScript have no compiler to tell them.
 */
export function toScriptInput(script: ScriptSource): Partial<ScriptInput> {
  if (!isScriptSource(script)) {
    throw new TypeError('script must be { scriptId: string }, { text: string } or { data: Uint8Array }');
  }
  if ('scriptId' in script) {
    return { source: { $case: 'scriptId', value: script.scriptId }, version: script.version ?? 0 };
  }
  const source: ScriptInput['source'] =
    'text' in script ? { $case: 'text', value: script.text } : { $case: 'data', value: toBuffer(script.data) };
  return { source, format: script.format ?? 0, name: script.name ?? '' };
}

function isScriptSource(script: unknown): boolean {
  const { scriptId, text, data } = (script ?? {}) as Record<string, unknown>;
  return [typeof scriptId === 'string', typeof text === 'string', ArrayBuffer.isView(data)].includes(true);
}

/** The same bytes, not a copy, as the type that generated messages have. */
export function toBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
