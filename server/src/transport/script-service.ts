import type { ScriptServiceServer, UploadScriptRequest } from '../gen/guionix/ml/v1/script.js';
import type { Log } from '../telemetry/log.js';
import { type DeleteScriptParts, deleteScript } from '../usecase/delete-script.js';
import { keepScript } from '../usecase/keep-script.js';
import { readScript, resolveScript, scriptNotFound } from '../usecase/script-input.js';
import type { ScriptLibrary } from '../usecase/script-library.js';
import { clientStream, unary } from './call.js';
import { receiveUpload } from './upload.js';
import { fromId, fromOwnerId } from './wire/label.js';
import { fromPage } from './wire/page.js';
import { fromInlineInput, fromScriptInput, toParsedScript, toStoredScript } from './wire/script.js';

/** What the service works with. */
export interface ScriptServiceParts extends DeleteScriptParts {
  /** Scripts by id, those of the shared database too. */
  readonly library: ScriptLibrary;
  /** Largest script in bytes. */
  readonly maxScriptBytes: number;
}

/** `guionix.ml.v1.ScriptService` over the store and the parser. */
export function scriptService(parts: ScriptServiceParts, log: Log): ScriptServiceServer {
  const { scripts, library, parse } = parts;
  return {
    parseScript: unary(log, async ({ script }, { signal }) => {
      const resolved = await resolveScript(fromScriptInput(script), library);
      return { script: toParsedScript(await readScript(resolved, parse, signal)) };
    }),
    putScript: unary(log, async ({ scriptId, ownerId, script }, { signal }) => {
      const id = scriptId && fromId(scriptId, 'script_id');
      const owner = fromOwnerId(ownerId, 'owner_id');
      const put = { ...(id && { id }), ...(owner && { ownerId: owner }), source: fromInlineInput(script).source };
      return { script: toStoredScript(await keepScript(put, parts, signal)) };
    }),
    uploadScript: clientStream(log, async (messages: AsyncIterable<UploadScriptRequest>, { signal }) => {
      const put = await receiveUpload(messages, parts.maxScriptBytes);
      return { script: toStoredScript(await keepScript(put, parts, signal)) };
    }),
    getScript: unary(log, async ({ scriptId, version }) => {
      const found = await library.get(fromId(scriptId, 'script_id'), version || undefined);
      if (found === undefined) throw scriptNotFound(scriptId);
      return { script: toStoredScript(found), data: Buffer.from(found.bytes) };
    }),
    listScripts: unary(log, async ({ ownerId, pageSize, pageToken }) => {
      const owner = fromOwnerId(ownerId, 'owner_id');
      const page = await scripts.list({ ...(owner && { ownerId: owner }), ...fromPage({ pageSize, pageToken }) });
      return { scripts: page.scripts.map(toStoredScript), nextPageToken: page.nextPageToken ?? '' };
    }),
    deleteScript: unary(log, async ({ scriptId }, { signal }) => {
      await deleteScript(fromId(scriptId, 'script_id'), parts, signal);
      return {};
    }),
  };
}
