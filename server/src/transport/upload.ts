import { EngineError } from '../domain/errors.js';
import type { ScriptSource } from '../domain/script.js';
import type { UploadHeader, UploadScriptRequest } from '../gen/guionix/ml/v1/script.js';
import { fromFormat } from './wire/enums.js';
import { fromId, fromName, fromOwnerId } from './wire/label.js';

/** A received upload. */
export interface Upload {
  /** Id that the header gives; absent: a new one is to be made. */
  readonly id?: string;
  /** Owner that the header names. */
  readonly ownerId?: string;
  readonly source: ScriptSource;
}

/**
 * Puts the parts of an upload together.
 *
 * @throws EngineError FIELD_INVALID when the first message is no header or a later one is, or when the header holds what
 * cannot be kept; SCRIPT_FORMAT_UNKNOWN; SCRIPT_TOO_LARGE as soon as the parts exceed `maxBytes`.
 */
export async function receiveUpload(messages: AsyncIterable<UploadScriptRequest>, maxBytes: number): Promise<Upload> {
  let described: ReturnType<typeof describe> | undefined;
  const received = new Received(maxBytes);
  for await (const { part } of messages) {
    if (described === undefined) {
      if (part?.$case !== 'header') throw misplaced('header', 'The first message must carry the header.');
      described = describe(part.value);
      continue;
    }
    if (part?.$case !== 'chunk') throw misplaced('chunk', 'Every message after the first must carry bytes.');
    received.append(part.value);
  }
  if (described === undefined) throw misplaced('header', 'The stream ended before its header.');
  const { format, name, ...identity } = described;
  return {
    ...identity,
    source: { bytes: received.bytes, field: 'chunk', ...(format && { format }), ...(name && { name }) },
  };
}

/** What a header says, checked before a byte of the file is awaited. */
function describe({ scriptId, ownerId, format, name }: UploadHeader) {
  const id = scriptId && fromId(scriptId, 'header.script_id');
  const owner = fromOwnerId(ownerId, 'header.owner_id');
  return {
    ...(id && { id }),
    ...(owner && { ownerId: owner }),
    format: fromFormat(format, 'header.format'),
    name: fromName(name, 'header.name'),
  };
}

/** Bytes in one buffer that doubles as it fills: a list of the parts would cost far more than small parts hold. */
class Received {
  private buffer = Buffer.alloc(0);
  private size = 0;

  constructor(private readonly maxBytes: number) {}

  get bytes(): Buffer {
    return this.buffer.subarray(0, this.size);
  }

  append(chunk: Buffer): void {
    const size = this.size + chunk.length;
    if (size > this.maxBytes) throw tooLarge(this.maxBytes);
    if (size > this.buffer.length) this.grow(size);
    chunk.copy(this.buffer, this.size);
    this.size = size;
  }

  private grow(size: number): void {
    const larger = Buffer.alloc(Math.min(Math.max(size, 2 * this.buffer.length), this.maxBytes));
    this.buffer.copy(larger);
    this.buffer = larger;
  }
}

function misplaced(field: string, description: string): EngineError {
  return new EngineError('FIELD_INVALID', undefined, { violations: [{ field, description }] });
}

function tooLarge(maxBytes: number): EngineError {
  const description = `The upload is larger than ${maxBytes} bytes.`;
  return new EngineError('SCRIPT_TOO_LARGE', description, { violations: [{ field: 'chunk', description }] });
}
