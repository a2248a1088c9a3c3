/**
 * Title pages of Fountain: `Key: value` lines at the very start.
 */
import { isByLine } from '../grammar/by-line.js';
import { stripEmphasis } from '../grammar/emphasis.js';

/** What a title page says and where the script after it begins. */
export interface TitlePage {
  readonly title?: string;
  /** Index of the first line after the title page, from 0; 0 when there is none. */
  readonly end: number;
}

const ENTRY = /^([\p{L}][\p{L}\p{N} _-]{0,39}):\s*(.*)$/u;
const TITLE_KEYS: ReadonlySet<string> = new Set(['title', 'título', 'titulo']);
const KNOWN_KEYS: ReadonlySet<string> = new Set([
  ...TITLE_KEYS,
  ...['credit', 'crédito', 'credito', 'author', 'authors', 'autor', 'autora', 'autores', 'writer', 'written by'],
  ...['source', 'fuente', 'draft date', 'date', 'fecha', 'fecha del borrador', 'contact', 'contacto', 'copyright'],
  ...['notes', 'notas', 'revision', 'revisión', 'draft', 'versión', 'episode', 'episodio', 'series', 'serie', 'format'],
  ...['language', 'idioma', 'lang', 'tl', 'tc', 'tr', 'cc', 'br', 'bl', 'watermark', 'header', 'footer'],
]);

/** Bounds of a title that is told by its by-line alone. */
const MAX_TITLE_LENGTH = 70;
const MAX_TITLE_LINES = 6;

/**
 * Reads the title page off the first lines. The block counts as one only when a key of it is known, so that a script
 * may begin with `FADE IN:`; without keys, a title over a by-line is one. It ends at the first line that is empty or belongs to no entry.
 */
export function readTitlePage(lines: readonly string[]): TitlePage {
  return readKeys(lines) ?? readTitleInWords(lines) ?? { end: 0 };
}

/** True for a file that opens with keys, as Fountain alone does. */
export const opensWithKeys = (lines: readonly string[]): boolean => readKeys(lines) !== undefined;

function readKeys(lines: readonly string[]): TitlePage | undefined {
  const start = lines.findIndex((line) => line.trim() !== '');
  const entries: { key: string; values: string[] }[] = [];
  let end = Math.max(0, start);
  for (; end < lines.length && start >= 0; end++) {
    const line = lines[end]!;
    const entry = /^\s/.test(line) ? null : ENTRY.exec(line);
    if (entry) entries.push({ key: entry[1]!.trim().toLowerCase(), values: [entry[2]!] });
    else if (line.trim() !== '' && continuesEntry(line, entries.at(-1)?.values)) entries.at(-1)!.values.push(line);
    else break;
  }
  if (!entries.some(({ key }) => KNOWN_KEYS.has(key))) return undefined;
  const title = entries.find(({ key }) => TITLE_KEYS.has(key))?.values ?? [];
  const text = title.map((value) => stripEmphasis(value.trim())).filter((value) => value !== '');
  return { end, ...(text.length > 0 && { title: text.join(' ') }) };
}

/** A title over a by-line, as people type it who know no keys. */
function readTitleInWords(lines: readonly string[]): TitlePage | undefined {
  const start = lines.findIndex((line) => line.trim() !== '');
  const title = lines[start]?.trim() ?? '';
  if (title === '' || title.length > MAX_TITLE_LENGTH || !isByLine(lines[start + 1] ?? '')) return undefined;
  const below = lines.findIndex((line, at) => at > start && line.trim() === '');
  if (below < 0 || below - start > MAX_TITLE_LINES) return undefined;
  return { title: stripEmphasis(title), end: below };
}

/** Lines of a value are indented. Some writers leave that out, all the way, below a key that stands alone. */
function continuesEntry(line: string, values: readonly string[] | undefined): boolean {
  if (!values) return false;
  const [inline, ...below] = values;
  return /^\s/.test(line) || (inline === '' && below.every((value) => !/^\s/.test(value)));
}
