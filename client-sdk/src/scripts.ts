import { randomUUID } from 'node:crypto';
import { type CallOptions, toRawOptions } from './call-options.js';
import type { ParsedScript, ScriptFormat, StoredScript, UploadScriptRequest } from './gen/guionix/ml/v1/script.js';
import { readPages } from './pages.js';
import { present } from './present.js';
import type { RawClients } from './raw.js';
import { type InlineScriptSource, type ScriptSource, toBuffer, toScriptInput } from './script-source.js';

/** Under which id and for whom a script is kept. */
export interface KeepOptions {
  /** Id, at most 128 characters; a new UUID when left out. Putting an id again makes a new version. */
  readonly scriptId?: string | undefined;
  /** Who owns it. */
  readonly ownerId?: string | undefined;
}

/** What an upload is. */
export interface UploadOptions extends KeepOptions {
  /** Format; found from the content when left out. */
  readonly format?: ScriptFormat | undefined;
  /** Name for people, e.g. the file name. */
  readonly name?: string | undefined;
}

/** Which stored scripts to list. */
export interface ListOptions {
  /** Only scripts of this owner. */
  readonly ownerId?: string | undefined;
  /** Scripts per request, 1..1000. Default 100. */
  readonly pageSize?: number | undefined;
}

/** Keeps scripts and shows what the parser reads in them. */
export interface ScriptsClient {
  /** Reads a script without analysing it. */
  parse(script: ScriptSource, call?: CallOptions): Promise<ParsedScript>;
  /** Stores a script, or a new version of one. Safe to retry: the id is chosen before the first try. */
  put(script: InlineScriptSource, options?: KeepOptions, call?: CallOptions): Promise<StoredScript>;
  /** Stores a large file sent in parts, from memory or from a stream such as `fs.createReadStream(path)`. */
  upload(
    file: Uint8Array | AsyncIterable<Uint8Array>,
    options?: UploadOptions,
    call?: CallOptions,
  ): Promise<StoredScript>;
  /** Returns a stored script with its bytes; the newest version when none is named. */
  get(
    scriptId: string,
    options?: { readonly version?: number | undefined },
    call?: CallOptions,
  ): Promise<{ script: StoredScript; data: Uint8Array }>;
  /** Every stored script, newest first, read page by page as the loop goes on; the deadline is each page's. */
  list(options?: ListOptions, call?: CallOptions): AsyncIterable<StoredScript>;
  /** Deletes a script, every version of it, with every analysis of it. Not repeated after a lost connection: a second try could not tell its own work from an unknown id. */
  delete(scriptId: string, call?: CallOptions): Promise<void>;
}

/** Scripts over the generated client. */
export function createScriptsClient(raw: RawClients['scripts']): ScriptsClient {
  return {
    async parse(script, call) {
      const answer = await raw.parseScript({ script: toScriptInput(script) }, toRawOptions(call));
      return present(answer.script, 'script');
    },
    async put(script, { scriptId = randomUUID(), ownerId = '' } = {}, call) {
      const request = { scriptId, ownerId, script: toScriptInput(script) };
      return present((await raw.putScript(request, { ...toRawOptions(call), retry: true })).script, 'script');
    },
    async upload(file, options = {}, call) {
      return present((await raw.uploadScript(toParts(file, options), toRawOptions(call))).script, 'script');
    },
    async get(scriptId, { version = 0 } = {}, call) {
      const { script, data } = await raw.getScript({ scriptId, version }, toRawOptions(call));
      return { script: present(script, 'script'), data };
    },
    list({ ownerId = '', pageSize = 0 } = {}, call) {
      return readPages(async (pageToken) => {
        const { scripts, nextPageToken } = await raw.listScripts({ ownerId, pageSize, pageToken }, toRawOptions(call));
        return { entries: scripts, nextPageToken };
      });
    },
    async delete(scriptId, call) {
      await raw.deleteScript({ scriptId }, toRawOptions(call));
    },
  };
}

/** Small enough to interleave with other calls on the connection, large enough to cost little. */
const CHUNK_BYTES = 256 * 1024;

async function* toParts(
  file: Uint8Array | AsyncIterable<Uint8Array>,
  { scriptId = '', ownerId = '', format = 0, name = '' }: UploadOptions,
): AsyncGenerator<UploadScriptRequest> {
  yield { part: { $case: 'header', value: { scriptId, ownerId, format, name } } };
  for await (const bytes of file instanceof Uint8Array ? [file] : file) {
    for (let at = 0; at < bytes.byteLength; at += CHUNK_BYTES) {
      yield { part: { $case: 'chunk', value: toBuffer(bytes.subarray(at, at + CHUNK_BYTES)) } };
    }
  }
}
