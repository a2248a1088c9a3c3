/**
 * The script of a Celtx project: HTML whose paragraphs have their element as class. It is not well-formed XML, so
 * paragraphs are looked for, and nothing else is.
 */
import { FdxElements } from '../fdx/elements.js';
import type { ParsedElements } from '../parsed-elements.js';
import type { DecodedText } from '../source/decode.js';
import { SourcePositions } from '../source/positions.js';

/** Final Draft's names of Celtx's classes, where they differ. */
const TYPES: Readonly<Record<string, string>> = {
  sceneheading: 'Scene Heading',
  dialog: 'Dialogue',
  act: 'New Act',
  text: 'General',
};

const OPEN = /<p\b[^<>]{0,400}>/giu;
const CLASS = /\bclass\s*=\s*["']?\s*([a-z]+)/iu;
const TITLE = /<title>([^<]{0,300})<\/title>/iu;
const TAG = /<[^<>]{0,400}>/gu;
const ENTITY = /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,6}));/giu;
const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };
const LAST_CODE_POINT = 0x10ffff;

/** Reads the script of a Celtx project. Spans are lines and columns of its HTML. Never throws. */
export function parseCeltx(source: DecodedText): ParsedElements {
  const { text } = source;
  const elements = new FdxElements(text, new SourcePositions(source));
  for (const open of text.matchAll(OPEN)) {
    const start = open.index + open[0].length;
    const closed = text.indexOf('</p', start);
    const end = closed < 0 ? text.length : closed;
    const name = CLASS.exec(open[0])?.[1]?.toLowerCase() ?? '';
    elements.add({ type: TYPES[name] ?? name, place: 'script', text: toText(text.slice(start, end)), start, end });
    if (closed < 0) break;
  }
  const read = elements.finish();
  const title = TITLE.exec(text)?.[1]?.trim();
  return { ...read, ...(title && { title: decodeEntities(title) }), lines: source.lines.length };
}

/** Lines of the HTML are no lines of the script; its breaks are. */
function toText(html: string): string {
  const lines = html.replace(/\s+/gu, ' ').split(/<br\s*\/?>/iu);
  return decodeEntities(lines.map((line) => line.replace(TAG, '').trim()).join('\n'));
}

function decodeEntities(text: string): string {
  return text.replace(ENTITY, (whole, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return NAMED[name.toLowerCase()] ?? whole;
    const code = decimal !== undefined ? Number(decimal) : Number.parseInt(hex!, 16);
    return code > 0 && code <= LAST_CODE_POINT ? String.fromCodePoint(code) : whole;
  });
}
