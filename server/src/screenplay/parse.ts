/**
 * From bytes to a script: size, format, reader, assembly.
 */
import { EngineError } from '../domain/errors.js';
import type { Script, ScriptFormat, ScriptSource } from '../domain/script.js';
import { assembleScript } from './assemble.js';
import { detectBinaryFormat, detectTextFormat, settleFormat } from './detect.js';
import { parseFdx } from './fdx/reader.js';
import { parseFountain } from './fountain/reader.js';
import { parseText } from './layout/text.js';
import type { ParsedElements } from './parsed-elements.js';
import { parsePdf } from './pdf/reader.js';
import { type DecodedText, decodeText } from './source/decode.js';

/** Bounds of a parse. */
export interface ParseLimits {
  /** Bytes from which a script is refused as too large. */
  readonly maxBytes: number;
}

const READERS: Readonly<Record<Exclude<ScriptFormat, 'pdf'>, (source: DecodedText, field: string) => ParsedElements>> =
  {
    fountain: parseFountain,
    fdx: parseFdx,
    text: parseText,
  };

/**
 * Parses a script of any format the engine reads. The format is found from the bytes; a given one must not contradict
 * them.
 * @throws EngineError with a `SCRIPT_*` reason, naming field and line; nothing else.
 */
export async function parseScript(source: ScriptSource, limits: ParseLimits): Promise<Script> {
  requireSize(source, limits);
  const { bytes, format: given, field = 'script.data' } = source;
  if (detectBinaryFormat(bytes, field) === 'pdf') {
    settleFormat(given, 'pdf');
    return assembleScript(await parsePdf(bytes, field), { format: 'pdf', encoding: 'pdf', field });
  }
  const decoded = decodeText(bytes, field);
  const format = settleFormat(given, detectTextFormat(decoded, field)) as Exclude<ScriptFormat, 'pdf'>;
  return assembleScript(READERS[format](decoded, field), { format, encoding: decoded.encoding, field });
}

/**
 * Refuses a script by its size alone.
 * @throws EngineError `SCRIPT_TOO_LARGE` naming both sizes.
 */
export function requireSize({ bytes, field = 'script.data' }: ScriptSource, { maxBytes }: ParseLimits): void {
  const size = bytes.length;
  if (size <= maxBytes) return;
  throw new EngineError('SCRIPT_TOO_LARGE', `The script has ${size} bytes; the limit is ${maxBytes}.`, {
    violations: [{ field, description: `has ${size} bytes; at most ${maxBytes} are read` }],
  });
}
