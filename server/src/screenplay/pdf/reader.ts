/**
 * Screenplays as PDF with a text layer: text and its places come from PDF.js, the rest is read as from a typed page.
 */
import { getDocumentProxy } from 'unpdf';
import { EngineError, type ErrorReason } from '../../domain/errors.js';
import type { LineClassifier } from '../../domain/line-classifier.js';
import { readLayout } from '../layout/reader.js';
import type { ParsedElements } from '../parsed-elements.js';
import { toPdfLines } from './lines.js';
import type { TextRun } from './rows.js';
import { withStrayRejections } from './stray-rejections.js';

/** Pages of the longest document that is read. */
const MAX_PAGES = 2_000;
/** Characters of the longest text layer that is read: thirty feature films. */
const MAX_CHARACTERS = 8_000_000;
/** PDF.js writes to the console from level 1 on. */
const SILENT = 0;
/** Slant, as a share, from which text is a watermark. */
const MAX_SLANT = 0.05;
/** What PDF.js gives for glyphs that map to no character. */
const UNREADABLE = /[\p{Cc}\p{Co}\p{Cn}\uFFFD]/gu;

type PdfDocument = Awaited<ReturnType<typeof getDocumentProxy>>;
type PdfTextContent = Awaited<ReturnType<Awaited<ReturnType<PdfDocument['getPage']>>['getTextContent']>>;

/**
 * Reads a PDF. Lines in spans are the lines read off the pages, headers and page numbers left out.
 *
 * @param field Request field that the document came in, named in errors.
 * @throws EngineError `SCRIPT_MALFORMED` for a broken or password-protected file, `SCRIPT_TOO_LARGE` beyond 2,000 pages
 * or 8 million characters, `SCRIPT_PDF_NO_TEXT` when its pages hold only images.
 */
export async function parsePdf(
  bytes: Uint8Array,
  field = 'script.data',
  classifier?: LineClassifier,
): Promise<ParsedElements> {
  const lines = toPdfLines(await withStrayRejections(() => readPages(bytes, field)));
  if (!lines.some((line) => /[\p{L}\p{N}]/u.test(line.text))) {
    const description = 'The PDF has no text layer; run it through text recognition (OCR) or export it again.';
    throw refusal('SCRIPT_PDF_NO_TEXT', field, description);
  }
  const printed = lines.map(({ text }) => text);
  return { ...(await readLayout(lines, classifier)), lines: lines.length, printed };
}

/** Text runs of every page. PDF.js keeps the bytes it is given, so it gets a copy. */
async function readPages(bytes: Uint8Array, field: string): Promise<TextRun[][]> {
  const document = await openDocument(Uint8Array.from(bytes), field);
  try {
    if (document.numPages > MAX_PAGES) {
      const description = `The PDF has ${document.numPages} pages; at most ${MAX_PAGES} are read.`;
      throw refusal('SCRIPT_TOO_LARGE', field, description);
    }
    return await readAllPages(document, field);
  } finally {
    await document.loadingTask.destroy();
  }
}

async function openDocument(bytes: Uint8Array, field: string): Promise<PdfDocument> {
  try {
    return await getDocumentProxy(bytes, { verbosity: SILENT, isEvalSupported: false });
  } catch (cause) {
    const locked = cause instanceof Error && cause.name === 'PasswordException';
    const description = locked ? 'The PDF is protected by a password.' : 'The PDF is broken: it cannot be opened.';
    throw refusal('SCRIPT_MALFORMED', field, description, cause);
  }
}

async function readAllPages(document: PdfDocument, field: string): Promise<TextRun[][]> {
  const pages: TextRun[][] = [];
  let characters = 0;
  for (let number = 1; number <= document.numPages; number++) {
    const runs = await readPage(document, number).catch((cause: unknown) => {
      throw refusal('SCRIPT_MALFORMED', field, `The PDF is broken on page ${number}.`, cause);
    });
    characters += runs.reduce((sum, run) => sum + run.text.length, 0);
    if (characters > MAX_CHARACTERS) {
      throw refusal('SCRIPT_TOO_LARGE', field, `The PDF holds more than ${MAX_CHARACTERS} characters of text.`);
    }
    pages.push(runs);
  }
  return pages;
}

async function readPage(document: PdfDocument, number: number): Promise<TextRun[]> {
  const page = await document.getPage(number);
  const content = await page.getTextContent();
  page.cleanup();
  return content.items.flatMap(toRun);
}

/** Upright text only: slanted text is a watermark over the page. */
function toRun(item: PdfTextContent['items'][number]): TextRun[] {
  if (!('str' in item)) return [];
  const [a, b, c, d, x, y] = item.transform as [number, number, number, number, number, number];
  const text = item.str.replace(UNREADABLE, '').replace(/\s/gu, ' ');
  if (text === '' || Math.abs(b) > MAX_SLANT * Math.abs(a) || ![x, y, item.width].every(Number.isFinite)) return [];
  return [{ text, x, y, width: item.width, size: Math.hypot(c, d) }];
}

function refusal(reason: ErrorReason, field: string, description: string, cause?: unknown): EngineError {
  return new EngineError(reason, description, { violations: [{ field, description }], cause });
}
