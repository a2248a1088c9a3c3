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
import { type LineLabel, labelLines } from './line-labels.js';
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
  return (await readScript(source, limits)).script;
}

/** A script, and what each line of its source is. */
export interface LabelledScript {
  readonly script: Script;
  readonly labels: readonly LineLabel[];
}

/**
 * Parses a script like {@link parseScript} and labels every line of its source.
 * @throws EngineError with a `SCRIPT_*` reason, naming field and line; nothing else.
 */
export async function parseLines(source: ScriptSource, limits: ParseLimits): Promise<LabelledScript> {
  const { script, lines, titlePageEnd = 0 } = await readScript(source, limits);
  return { script, labels: labelLines({ lines, elements: script.elements, titlePageEnd }) };
}

interface ReadScript {
  readonly script: Script;
  readonly lines: readonly string[];
  readonly titlePageEnd?: number;
}

async function readScript(source: ScriptSource, limits: ParseLimits): Promise<ReadScript> {
  requireSize(source, limits);
  const { bytes, format: given, field = 'script.data' } = source;
  if (detectBinaryFormat(bytes, field) === 'pdf') {
    settleFormat(given, 'pdf');
    const parsed = await parsePdf(bytes, field);
    const script = assembleScript(parsed, { format: 'pdf', encoding: 'pdf', field });
    return { ...parsed, script, lines: parsed.printed ?? [] };
  }
  const decoded = decodeText(bytes, field);
  const format = settleFormat(given, detectTextFormat(decoded, field)) as Exclude<ScriptFormat, 'pdf'>;
  const parsed = READERS[format](decoded, field);
  const script = assembleScript(parsed, { format, encoding: decoded.encoding, field });
  return { ...parsed, script, lines: decoded.lines };
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
