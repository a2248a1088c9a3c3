import { EngineError } from '../domain/errors.js';
import type { ScriptServiceServer, UploadScriptRequest } from '../gen/guionix/ml/v1/script.js';
import type { Log } from '../telemetry/log.js';
import { keepScript } from '../usecase/keep-script.js';
import type { ParseScript } from '../usecase/parse-script.js';
import { resolveScript, scriptNotFound } from '../usecase/script-input.js';
import type { ScriptStore } from '../usecase/script-store.js';
import { clientStream, unary } from './call.js';
import { receiveUpload } from './upload.js';
import { fromInlineInput, fromScriptInput, toParsedScript, toStoredScript } from './wire/script.js';

const DEFAULT_PAGE = 100;
const LONGEST_ID = 128;

/** What the service works with. */
export interface ScriptServiceParts {
  readonly scripts: ScriptStore;
  readonly parse: ParseScript;
  /** Largest script in bytes. */
  readonly maxScriptBytes: number;
}

/** `guionix.ml.v1.ScriptService` over the store and the parser. */
export function scriptService(parts: ScriptServiceParts, log: Log): ScriptServiceServer {
  const { scripts, parse } = parts;
  return {
    parseScript: unary(log, async ({ script }, signal) => {
      const { source } = await resolveScript(fromScriptInput(script), scripts);
      return { script: toParsedScript(await parse(source, signal)) };
    }),
    putScript: unary(log, async ({ scriptId, ownerId, script }, signal) => {
      const put = { ...identity(scriptId, ownerId), source: fromInlineInput(script).source };
      return { script: toStoredScript(await keepScript(put, parts, signal)) };
    }),
    uploadScript: clientStream(log, async (messages: AsyncIterable<UploadScriptRequest>, signal) => {
      const { header, source } = await receiveUpload(messages, parts.maxScriptBytes);
      const put = { ...identity(header.scriptId, header.ownerId), source };
      return { script: toStoredScript(await keepScript(put, parts, signal)) };
    }),
    getScript: unary(log, async ({ scriptId, version }) => {
      const found = await scripts.get(checkId(scriptId), version || undefined);
      if (found === undefined) throw scriptNotFound(scriptId);
      return { script: toStoredScript(found), data: Buffer.from(found.bytes) };
    }),
    listScripts: unary(log, async ({ ownerId, pageSize, pageToken }) => {
      const page = await scripts.list({
        ...(ownerId && { ownerId }),
        pageSize: pageSize || DEFAULT_PAGE,
        ...(pageToken && { pageToken }),
      });
      return { scripts: page.scripts.map(toStoredScript), nextPageToken: page.nextPageToken ?? '' };
    }),
    deleteScript: unary(log, async ({ scriptId }) => {
      if (!(await scripts.delete(checkId(scriptId)))) throw scriptNotFound(scriptId);
      return {};
    }),
  };
}

function identity(scriptId: string, ownerId: string): { id?: string; ownerId?: string } {
  return { ...(scriptId && { id: checkId(scriptId) }), ...(ownerId && { ownerId }) };
}

function checkId(id: string): string {
  if (id.length > 0 && id.length <= LONGEST_ID) return id;
  const description = `An id has 1 to ${LONGEST_ID} characters; this one has ${id.length}.`;
  throw new EngineError('FIELD_INVALID', undefined, { violations: [{ field: 'script_id', description }] });
}
