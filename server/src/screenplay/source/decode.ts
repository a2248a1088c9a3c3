/**
 * Bytes to text: finds the encoding, refuses what is no text, and cuts lines.
 */
import { EngineError, type FieldViolation } from '../../domain/errors.js';
import { decodeWindows1252 } from './windows-1252.js';

/** A text file, decoded. */
export interface DecodedText {
  /** The whole text without its byte order mark, line ends as in the file. */
  readonly text: string;
  /** Encoding the bytes were read as: `utf-8`, `utf-16le`, `utf-16be` or `windows-1252`. */
  readonly encoding: string;
  /** The lines of `text`, each as long as there, without line ends: CRLF, LF and CR end one. A form feed ends a page, not a line: it stays. */
  readonly lines: readonly string[];
}

type Utf16Name = 'utf-16le' | 'utf-16be';
type EncodingName = 'utf-8' | Utf16Name | 'windows-1252';

const LINE_END = /\r\n|[\n\r]/;
const INVISIBLE = /[\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u2064\u2066-\u2069\uFEFF]/;
/** Control characters that text files do hold: tab to carriage return, Ctrl-Z at the end, escape, next line. */
const TEXT_CONTROLS: ReadonlySet<number> = new Set([0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x1a, 0x1b, 0x85]);
/** Characters per other control character below which the bytes are no text. Old exports leave a stray one here and there. */
const CHARACTERS_PER_CONTROL = 500;
/** Bytes looked at to tell UTF-16 without a byte order mark. */
const SAMPLE_BYTES = 4096;
/** Share of zero bytes in the high halves of a sample that only UTF-16 of a Latin script has. */
const UTF16_ZERO_SHARE = 0.4;
/** Valid multi-byte sequences per invalid byte above which a broken file is UTF-8 with damage, not another encoding. */
const UTF8_EVIDENCE = 3;

/**
 * Decodes a text file.
 * @param field Request field that the bytes came in, named in errors.
 * @throws EngineError `SCRIPT_EMPTY`, `SCRIPT_BINARY` (NUL or control bytes) or `SCRIPT_ENCODING` (with the line of the
 * first bad byte).
 */
export function decodeText(bytes: Uint8Array, field = 'script.data'): DecodedText {
  const { encoding, start } = findEncoding(bytes);
  const body = bytes.subarray(start);
  const decoded = encoding === 'utf-8' ? decodeUtf8(body, start > 0, field) : decodeUtf16(encoding, body, field);
  refuseUnreadable(decoded.text, field);
  const lines = decoded.text.split(LINE_END);
  return { ...decoded, lines: INVISIBLE.test(decoded.text) ? lines.map(blankInvisibleEdges) : lines };
}

/**
 * Web pages and word processors leave characters without width (joiners, direction marks) around the words of a line.
 * They become spaces there, so that columns stay; inside words they are the writer's.
 */
function blankInvisibleEdges(line: string): string {
  if (!INVISIBLE.test(line)) return line;
  const isBlank = (index: number): boolean => line[index] === ' ' || INVISIBLE.test(line[index]!);
  let start = 0;
  let end = line.length;
  while (start < end && isBlank(start)) start++;
  while (end > start && isBlank(end - 1)) end--;
  return ' '.repeat(start) + line.slice(start, end) + ' '.repeat(line.length - end);
}

function refuseUnreadable(text: string, field: string): void {
  if (text.trim() === '') fail('SCRIPT_EMPTY', { field, description: 'holds no text' });
  const index = findBinary(text);
  if (index === undefined) return;
  const line = lineAt(text, index);
  const description = `holds bytes that no text has, first on line ${line}; send text, PDF or Final Draft`;
  fail('SCRIPT_BINARY', { field, description, line });
}

/** Index of the first NUL, or of the first control character where there are many; undefined for text. */
function findBinary(text: string): number | undefined {
  let first: number | undefined;
  let controls = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === 0) return index;
    if (code >= 0xa0 || (code >= 0x20 && code < 0x7f) || TEXT_CONTROLS.has(code)) continue;
    controls++;
    first ??= index;
  }
  return controls * CHARACTERS_PER_CONTROL > text.length ? first : undefined;
}

function findEncoding(bytes: Uint8Array): { encoding: 'utf-8' | Utf16Name; start: number } {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return { encoding: 'utf-8', start: 3 };
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { encoding: 'utf-16le', start: 2 };
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { encoding: 'utf-16be', start: 2 };
  return { encoding: guessUtf16(bytes) ?? 'utf-8', start: 0 };
}

/** UTF-16 of Spanish or English has a zero in nearly every second byte, and hardly any in the others. */
function guessUtf16(bytes: Uint8Array): Utf16Name | undefined {
  const sample = bytes.subarray(0, SAMPLE_BYTES);
  const zeros = [0, 0];
  sample.forEach((byte, index) => {
    if (byte === 0) zeros[index % 2]! += 1;
  });
  const [even, odd] = zeros.map((count) => count / Math.max(1, sample.length / 2)) as [number, number];
  if (bytes.length % 2 !== 0 || Math.min(even, odd) > UTF16_ZERO_SHARE / 8) return undefined;
  if (odd > UTF16_ZERO_SHARE) return 'utf-16le';
  return even > UTF16_ZERO_SHARE ? 'utf-16be' : undefined;
}

interface Decoded {
  readonly text: string;
  readonly encoding: EncodingName;
}

function decodeUtf16(encoding: Utf16Name, body: Uint8Array, field: string): Decoded {
  const whole = body.subarray(0, body.length - (body.length % 2));
  const text = new TextDecoder(encoding).decode(whole);
  const lone = text.indexOf('\uFFFD');
  if (whole.length !== body.length || (lone >= 0 && !isUtf16Valid(encoding, whole))) {
    throwEncoding(encoding, lineAt(text, lone < 0 ? text.length : lone), field);
  }
  return { text, encoding };
}

function isUtf16Valid(encoding: Utf16Name, body: Uint8Array): boolean {
  try {
    new TextDecoder(encoding, { fatal: true }).decode(body);
    return true;
  } catch {
    return false;
  }
}

/** Strict UTF-8; else windows-1252 unless the file shows that it is UTF-8 with damage. */
function decodeUtf8(body: Uint8Array, marked: boolean, field: string): Decoded {
  try {
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body), encoding: 'utf-8' };
  } catch {
    const { invalid, multiByte, firstInvalid } = surveyUtf8(body);
    const line = lineOfByte(body, firstInvalid);
    if (marked || multiByte > invalid * UTF8_EVIDENCE) throwEncoding('utf-8', line, field);
    return { text: decodeWindows1252(body), encoding: 'windows-1252' };
  }
}

/** Counts valid multi-byte sequences and bytes that are part of none. */
function surveyUtf8(body: Uint8Array): { invalid: number; multiByte: number; firstInvalid: number } {
  let invalid = 0;
  let multiByte = 0;
  let firstInvalid = -1;
  for (let at = 0; at < body.length; ) {
    const length = sequenceLength(body, at);
    if (length > 1) multiByte++;
    if (length === 0) {
      invalid++;
      if (firstInvalid < 0) firstInvalid = at;
    }
    at += Math.max(1, length);
  }
  return { invalid, multiByte, firstInvalid };
}

/** Bytes of the UTF-8 sequence at a position; 0 when there is none. */
function sequenceLength(body: Uint8Array, at: number): number {
  const lead = body[at]!;
  if (lead < 0x80) return 1;
  const length = lead >= 0xf5 || lead < 0xc2 ? 0 : lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  for (let next = 1; next < length; next++) if (((body[at + next] ?? 0) & 0xc0) !== 0x80) return 0;
  const second = body[at + 1] ?? 0;
  // Overlong forms, surrogates and values past U+10FFFF.
  if (lead === 0xe0 && second < 0xa0) return 0;
  if (lead === 0xed && second > 0x9f) return 0;
  if (lead === 0xf0 && second < 0x90) return 0;
  if (lead === 0xf4 && second > 0x8f) return 0;
  return length;
}

function lineOfByte(body: Uint8Array, at: number): number {
  return lineAt(decodeWindows1252(body.subarray(0, at)), at);
}

const lineAt = (text: string, at: number): number => text.slice(0, at).split(LINE_END).length;

function throwEncoding(encoding: EncodingName, line: number, field: string): never {
  const description = `is not valid ${encoding} from line ${line} on; save the file as UTF-8 and send it again`;
  fail('SCRIPT_ENCODING', { field, description, line });
}

function fail(reason: 'SCRIPT_EMPTY' | 'SCRIPT_BINARY' | 'SCRIPT_ENCODING', violation: FieldViolation): never {
  const where = violation.line === undefined ? '' : ` (line ${violation.line})`;
  const text = {
    SCRIPT_EMPTY: 'The script has no text.',
    SCRIPT_BINARY: 'The bytes are no text, PDF or Final Draft file',
    SCRIPT_ENCODING: 'The bytes are not valid in the encoding they claim',
  }[reason];
  throw new EngineError(reason, reason === 'SCRIPT_EMPTY' ? text : `${text}${where}.`, { violations: [violation] });
}
