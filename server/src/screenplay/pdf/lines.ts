/**
 * Pages of a PDF to laid-out lines: columns from positions, blank lines from gaps, headers and footers left out.
 */

import { isPageFurniture } from '../grammar/page-furniture.js';
import { withoutRevisionMark } from '../grammar/revision-mark.js';
import type { LayoutLine } from '../layout/line.js';
import { type PageRow, rowText, type TextRun, toRows } from './rows.js';

/** Line heights from which a gap is a blank line. */
const BLANK_GAP = 1.4;
/** Share of all gaps that the line height has at least. */
const LINE_HEIGHT_SHARE = 0.1;
/** Gaps below which the font size bounds the line height. */
const FEW_GAPS = 20;
const MAX_LEADING = 1.25;
/** Size, in line heights, from which a row is set large, as titles are; and its least blank gap, in sizes. */
const LARGE = 1.2;
const LARGE_GAP = 1.6;
/** Line heights by which a repeated line stands apart from the page's body: more than a paragraph does. */
const RUNNING_GAP = 2.2;
/** Share of pages, and number of them, from which a line at the edge of pages is a running header or footer. */
const HEADER_SHARE = 0.2;
const HEADER_PAGES = 3;
/** Rows looked at on each edge of a page. */
const EDGE_ROWS = 3;
const MAX_INDENT = 200;
const COURIER_WIDTH = 7.2;
const COURIER_SIZE = 12;

/** Lays out the pages of a document; the first line of each page but the first is marked as a page's start. */
export function toPdfLines(pages: readonly (readonly TextRun[])[]): LayoutLine[] {
  const grid = pages.map(toRows);
  const charWidth = measureCharWidth(pages);
  const lineHeight = measureLineHeight(grid);
  const bodies = dropRunningLines(grid, charWidth, lineHeight);
  const margin = bodies.flat().reduce((least, row) => Math.min(least, row.x), Number.POSITIVE_INFINITY);
  const lines: LayoutLine[] = [];
  bodies.forEach((rows, index) => {
    layOutPage(rows, { page: index + 1, margin, charWidth, lineHeight }, lines);
  });
  return lines;
}

interface PageGrid {
  readonly page: number;
  readonly margin: number;
  readonly charWidth: number;
  readonly lineHeight: number;
}

function layOutPage(rows: readonly PageRow[], grid: PageGrid, lines: LayoutLine[]): void {
  const { page, margin, charWidth, lineHeight } = grid;
  rows.forEach((row, at) => {
    const above = rows[at - 1];
    if (above && isBlankBetween(above, row, lineHeight)) {
      lines.push({ text: '', line: lines.length + 1, column: 1, indent: 0, page });
    }
    const indent = Math.min(MAX_INDENT, Math.round((row.x - margin) / charWidth));
    const pageStart = at === 0 && lines.length > 0;
    const text = withoutRevisionMark(rowText(row, charWidth));
    lines.push({ text, line: lines.length + 1, column: indent + 1, indent, page, ...(pageStart && { pageStart }) });
  });
}

/** Rows set large stand farther apart. */
function isBlankBetween(above: PageRow, row: PageRow, lineHeight: number): boolean {
  const size = Math.min(above.size, row.size);
  return above.y - row.y > (size > LARGE * lineHeight ? LARGE_GAP * size : BLANK_GAP * lineHeight);
}

/** Middle width of a character, in points. */
function measureCharWidth(pages: readonly (readonly TextRun[])[]): number {
  const widths = pages.flatMap((runs) =>
    runs.filter((run) => run.text.length > 2 && run.width > 0).map((run) => run.width / run.text.length),
  );
  return middle(widths) ?? COURIER_WIDTH;
}

/** Smallest distance between baselines that is common in the document, in points. */
function measureLineHeight(grid: readonly (readonly PageRow[])[]): number {
  const gaps = grid.flatMap((rows) => rows.slice(1).map((row, at) => Math.round((rows[at]!.y - row.y) * 2) / 2));
  gaps.sort((a, b) => a - b);
  const size = middle(grid.flatMap((rows) => rows.map((row) => row.size))) ?? COURIER_SIZE;
  const common = gaps.find(
    (gap, at) => gap > size / 2 && gaps[at + Math.floor(gaps.length * LINE_HEIGHT_SHARE)] === gap,
  );
  if (common === undefined) return size;
  return gaps.length < FEW_GAPS ? Math.min(common, size * MAX_LEADING) : common;
}

/** Leaves out page numbers and lines that many pages repeat at the same place, set off from the page's body. */
function dropRunningLines(
  grid: readonly (readonly PageRow[])[],
  charWidth: number,
  lineHeight: number,
): (readonly PageRow[])[] {
  const repeated = findRepeated(grid, charWidth);
  const gapOf = (row: PageRow): number => {
    if (isPageFurniture(rowText(row, charWidth))) return BLANK_GAP * lineHeight;
    return repeated.has(runningKey(row, charWidth)) ? RUNNING_GAP * lineHeight : Number.POSITIVE_INFINITY;
  };
  return grid.map((rows) => trimEdges(rows, gapOf));
}

/** What a row on the edge of many pages has in common: its height and its words, numbers left open. */
const runningKey = (row: PageRow, charWidth: number): string =>
  `${Math.round(row.y)} ${rowText(row, charWidth).replace(/\d+/gu, '#')}`;

function findRepeated(grid: readonly (readonly PageRow[])[], charWidth: number): ReadonlySet<string> {
  const seen = new Map<string, number>();
  for (const rows of grid) {
    for (const row of new Set([...rows.slice(0, EDGE_ROWS), ...rows.slice(-EDGE_ROWS)])) {
      const key = runningKey(row, charWidth);
      seen.set(key, (seen.get(key) ?? 0) + 1);
    }
  }
  const enough = Math.max(HEADER_PAGES, grid.length * HEADER_SHARE);
  return new Set([...seen].filter(([, pages]) => pages >= enough).map(([key]) => key));
}

/** Takes rows off both edges of a page that stand apart from the rest by more than the gap that is theirs. */
function trimEdges(rows: readonly PageRow[], gapOf: (row: PageRow) => number): readonly PageRow[] {
  const isApart = (row: PageRow, neighbour: PageRow | undefined): boolean =>
    Number.isFinite(gapOf(row)) && (!neighbour || Math.abs(row.y - neighbour.y) > gapOf(row));
  let start = 0;
  let end = rows.length;
  while (start < Math.min(EDGE_ROWS, end) && isApart(rows[start]!, rows[start + 1])) start++;
  while (end > Math.max(start, rows.length - EDGE_ROWS) && isApart(rows[end - 1]!, rows[end - 2])) end--;
  return rows.slice(start, end);
}

function middle(values: number[]): number | undefined {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
}
