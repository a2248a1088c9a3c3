import { EngineError } from '../domain/errors.js';
import type { ScriptSource } from '../domain/script.js';
import type { UploadHeader, UploadScriptRequest } from '../gen/guionix/ml/v1/script.js';
import { fromFormat } from './wire/enums.js';

/** A received upload. */
export interface Upload {
  readonly header: UploadHeader;
  readonly source: ScriptSource;
}

/**
 * Puts the parts of an upload together.
 *
 * @throws EngineError FIELD_INVALID when the first message is no header or a later one is, SCRIPT_TOO_LARGE as soon as
 * the parts exceed `maxBytes`.
 */
export async function receiveUpload(messages: AsyncIterable<UploadScriptRequest>, maxBytes: number): Promise<Upload> {
  let header: UploadHeader | undefined;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const { part } of messages) {
    if (header === undefined) {
      if (part?.$case !== 'header') throw misplaced('header', 'The first message must carry the header.');
      header = part.value;
      continue;
    }
    if (part?.$case !== 'chunk') throw misplaced('chunk', 'Every message after the first must carry bytes.');
    size += part.value.length;
    if (size > maxBytes) throw tooLarge(maxBytes);
    chunks.push(part.value);
  }
  if (header === undefined) throw misplaced('header', 'The stream ended before its header.');
  const format = fromFormat(header.format, 'header.format');
  const bytes = Buffer.concat(chunks);
  return {
    header,
    source: { bytes, field: 'chunk', ...(format && { format }), ...(header.name && { name: header.name }) },
  };
}

function misplaced(field: string, description: string): EngineError {
  return new EngineError('FIELD_INVALID', undefined, { violations: [{ field, description }] });
}

function tooLarge(maxBytes: number): EngineError {
  const description = `The upload is larger than ${maxBytes} bytes.`;
  return new EngineError('SCRIPT_TOO_LARGE', description, { violations: [{ field: 'chunk', description }] });
}
