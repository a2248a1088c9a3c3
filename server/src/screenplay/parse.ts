/**
 * From bytes to a script: size, format, reader, assembly.
 */
import { EngineError } from '../domain/errors.js';
import type { LineClassifier } from '../domain/line-classifier.js';
import type { Script, ScriptFormat, ScriptSource } from '../domain/script.js';
import { assembleScript } from './assemble.js';
import { parseCeltx } from './container/celtx.js';
import { parseFadeIn } from './container/fadein.js';
import { type ContainerFormat, unpack } from './container/unpack.js';
import { detectBinaryFormat, detectTextFormat, hasFountainMarks, settleFormat } from './detect.js';
import { parseFdx } from './fdx/reader.js';
import { parseFountain } from './fountain/reader.js';
import { parseText } from './layout/text.js';
import { type LineLabel, labelLines, type ReadLines } from './line-labels.js';
import { parseMarkdown } from './markdown/reader.js';
import type { ParsedElements } from './parsed-elements.js';
import { parsePdf } from './pdf/reader.js';
import { type DecodedText, decodeText } from './source/decode.js';

/** Bounds of a parse. */
export interface ParseLimits {
  /** Bytes from which a script is refused as too large. */
  readonly maxBytes: number;
}

type TextFormat = Exclude<ScriptFormat, 'pdf' | ContainerFormat>;

type Reader = (
  source: DecodedText,
  field: string,
  classifier: LineClassifier | undefined,
) => ParsedElements | Promise<ParsedElements>;

const READERS: Readonly<Record<TextFormat, Reader>> = {
  fountain: parseFountain,
  fdx: parseFdx,
  markdown: (source, _, classifier) => parseMarkdown(source, classifier),
  text: (source, _, classifier) => parseText(source, classifier),
};

/** Readers of what archives hold. */
const CONTAINED: Readonly<Record<ContainerFormat, Reader>> = {
  fadein: parseFadeIn,
  highland: parseFountain,
  celtx: parseCeltx,
};

/**
 * Parses a script of any format the engine reads. The format is found from the bytes; a given one must not contradict
 * them.
 * @param classifier Model that is asked about printed lines; left out, the rules read alone.
 * @throws EngineError with a `SCRIPT_*` reason, naming field and line; nothing else.
 */
export async function parseScript(
  source: ScriptSource,
  limits: ParseLimits,
  classifier?: LineClassifier,
): Promise<Script> {
  return (await readScript(source, limits, classifier)).script;
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
export async function parseLines(
  source: ScriptSource,
  limits: ParseLimits,
  classifier?: LineClassifier,
): Promise<LabelledScript> {
  const { script, ...read } = await readScript(source, limits, classifier);
  return { script, labels: labelLines({ ...read, elements: script.elements }) };
}

type ReadScript = Omit<ReadLines, 'elements'> & { readonly script: Script };

async function readScript(
  source: ScriptSource,
  limits: ParseLimits,
  classifier: LineClassifier | undefined,
): Promise<ReadScript> {
  requireSize(source, limits);
  const { bytes, format: given, field = 'script.data' } = source;
  const unpacked = unpack(bytes, limits.maxBytes, field);
  if (unpacked) {
    settleFormat(given, unpacked.format);
    return read(unpacked.format, CONTAINED[unpacked.format], decodeText(unpacked.bytes, field), { field, classifier });
  }
  if (detectBinaryFormat(bytes, field) === 'pdf') {
    settleFormat(given, 'pdf');
    const parsed = await parsePdf(bytes, field, classifier);
    const script = assembleScript(parsed, { format: 'pdf', encoding: 'pdf', field });
    return { ...parsed, script, lines: parsed.printed ?? [] };
  }
  const decoded = decodeText(bytes, field);
  const format = settleFormat(given, detectTextFormat(decoded, field)) as TextFormat;
  return read(format, READERS[readerOf(format, given, decoded)], decoded, { field, classifier });
}

async function read(
  format: ScriptFormat,
  reader: Reader,
  source: DecodedText,
  { field, classifier }: { readonly field: string; readonly classifier: LineClassifier | undefined },
): Promise<ReadScript> {
  const parsed = await reader(source, field, classifier);
  const script = assembleScript(parsed, { format, encoding: source.encoding, field });
  return { ...parsed, script, lines: source.lines };
}

/** What only looks like Fountain may be a damaged page: it is read as any plain text, unless the caller knows better. */
function readerOf(format: TextFormat, given: ScriptFormat | undefined, { lines }: DecodedText): TextFormat {
  return format === 'fountain' && given === undefined && !hasFountainMarks(lines) ? 'text' : format;
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
