/**
 * Finds the format of a script from its bytes; names and given formats are never trusted.
 */
import { EngineError } from '../domain/errors.js';
import type { ScriptFormat } from '../domain/script.js';
import { opensWithKeys } from './fountain/title-page.js';
import { parseCharacterCue } from './grammar/character-cue.js';
import { isEvenlySpaced } from './layout/even-spacing.js';
import { measureIndent, toLayoutLines } from './layout/line.js';
import { isPanelScript } from './layout/panel-script.js';
import { isStagePlay } from './layout/stage-play.js';
import { isMarkdownScript } from './markdown/reader.js';
import type { DecodedText } from './source/decode.js';
import { nameKnownFile } from './source/known-files.js';

const PDF_MAGIC = /%PDF-\d/;
const PDF_MAGIC_BYTES = 1024;
const FINAL_DRAFT = /<FinalDraft[\s>]/;
const MARKUP = /^\s*<(?:\?xml|!doctype|!--|html|[a-z][\w:]*(?:\s[^<>]*)?>)/iu;
const PROLOGUE_LENGTH = 65_536;

const READS = 'Fountain, Final Draft (fdx), PDF with a text layer, Celtx, Fade In, Highland, Markdown and plain text';

/** Lines looked at to tell Fountain from a plain text layout. */
const SAMPLE_LINES = 4000;
const MARK = /^(?:\.(?=\p{Lu})|@(?=\p{L})|>\s*\S|~\s*\S|={3}|!(?=\p{L})|\[\[|\/\*|#{1,6}\s\S)/u;
/** Ends of lines that only Fountain has: scene numbers and notes. */
const ONLY_FOUNTAIN = /\s#[\p{L}\p{N}.-]{1,12}#\s*$|\]\]\s*$/u;
const MAX_MARK_LENGTH = 40;
/** A cue and its speech on one line: `ELECTRA.— Ya voy`, `PACO: Ya no quedan`. */
const SAME_LINE_CUE = /^\s*\p{Lu}[\p{Lu}\p{N} .'’ªº]{1,40}(?:\([^()]{1,60}\))?\s?(?:\.\s?[-–—]+|:)\s*\S/u;
/** Columns a cue stands right of its speech in column layouts, at least. */
const CUE_OFFSET = 3;

/**
 * Format that the bytes show by themselves, before decoding: only PDF does.
 * @throws EngineError `SCRIPT_FORMAT_UNKNOWN` naming what the bytes look like.
 */
export function detectBinaryFormat(bytes: Uint8Array, field: string): 'pdf' | undefined {
  const start = Buffer.from(bytes.subarray(0, PDF_MAGIC_BYTES)).toString('latin1');
  if (PDF_MAGIC.test(start)) return 'pdf';
  const known = nameKnownFile(bytes);
  if (known) throwUnknown(known, field);
  return undefined;
}

/**
 * Format of a decoded text. Fountain is told by its title page, scene numbers, notes and marks, and by cues that stand
 * no further right than their speeches; Markdown by headings and names in bold; everything else is plain text.
 * @throws EngineError `SCRIPT_FORMAT_UNKNOWN` for HTML and XML other than Final Draft's.
 */
export function detectTextFormat(source: DecodedText, field: string): 'fountain' | 'fdx' | 'markdown' | 'text' {
  const start = source.text.slice(0, PROLOGUE_LENGTH);
  if (MARKUP.test(start)) {
    if (FINAL_DRAFT.test(start)) return 'fdx';
    throwUnknown('an HTML or XML document that is not from Final Draft', field);
  }
  if (!opensWithKeys(source.lines) && isMarkdownScript(source.lines)) return 'markdown';
  return looksLikeFountain(source.lines) ? 'fountain' : 'text';
}

/**
 * Settles a given format against the one found. Fountain, Markdown and plain text are all text: there the caller knows best.
 * @throws EngineError `SCRIPT_FORMAT_MISMATCH` when the bytes contradict what was given.
 */
export function settleFormat(given: ScriptFormat | undefined, found: ScriptFormat): ScriptFormat {
  if (given === undefined || given === found) return found;
  const isText = (format: ScriptFormat): boolean => format === 'fountain' || format === 'text' || format === 'markdown';
  if (isText(given) && isText(found)) return given;
  const description = `says ${given}, but the bytes are ${found}; leave the format out or correct it`;
  throw new EngineError('SCRIPT_FORMAT_MISMATCH', `The bytes are not in the format that was given (${given}).`, {
    violations: [{ field: 'script.format', description }],
  });
}

function throwUnknown(looksLike: string, field: string): never {
  throw new EngineError('SCRIPT_FORMAT_UNKNOWN', `This is ${looksLike}, which the engine does not read.`, {
    violations: [{ field, description: `looks like ${looksLike}; the engine reads ${READS}` }],
  });
}

/** True for a text with anything that only Fountain has. Without it, Fountain is plain text between blank lines. */
export function hasFountainMarks(lines: readonly string[]): boolean {
  return (
    opensWithKeys(lines) || lines.some((line) => MARK.test(line) || ONLY_FOUNTAIN.test(line.slice(-MAX_MARK_LENGTH)))
  );
}

function looksLikeFountain(lines: readonly string[]): boolean {
  if (isPanelScript(lines)) return false;
  if (opensWithKeys(lines) || lines.some((line) => ONLY_FOUNTAIN.test(line.slice(-MAX_MARK_LENGTH)))) return true;
  const layout = countLayouts(lines.slice(0, SAMPLE_LINES));
  if (layout.sameLine > layout.flush || layout.offset > layout.flush) return false;
  const sample = toLayoutLines(lines.slice(0, SAMPLE_LINES));
  if (isEvenlySpaced(sample) || (layout.marks === 0 && isStagePlay(sample))) return false;
  return layout.flush > 0 || layout.marks > 0;
}

/** Counts lines by the habit they show. */
function countLayouts(lines: readonly string[]): { flush: number; offset: number; sameLine: number; marks: number } {
  const counts = { flush: 0, offset: 0, sameLine: 0, marks: 0 };
  lines.forEach((line, index) => {
    const next = lines[index + 1] ?? '';
    if (MARK.test(line)) counts.marks++;
    else if (SAME_LINE_CUE.test(line.slice(0, 200))) counts.sameLine++;
    else if (!isBlank(next) && parseCharacterCue(line)) {
      if (indentOf(line) - indentOf(next) >= CUE_OFFSET) counts.offset++;
      else if (isBlank(lines[index - 1] ?? '')) counts.flush++;
    }
  });
  return counts;
}

const isBlank = (line: string): boolean => line.trim() === '';

const indentOf = (line: string): number => measureIndent(line.slice(0, line.length - line.trimStart().length));
