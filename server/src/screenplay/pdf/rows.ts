/**
 * Rows of text on a PDF page: runs of glyphs brought back together as lines.
 */

/** A run of text as it is drawn: position of its baseline's start in points from the page's lower left corner. */
export interface TextRun {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  /** Width in points. */
  readonly width: number;
  /** Font size in points. */
  readonly size: number;
}

/** Runs on one baseline, left to right. */
export interface PageRow {
  readonly runs: readonly TextRun[];
  readonly x: number;
  readonly y: number;
  readonly size: number;
}

/** Share of the font size by which baselines of one row may differ. */
const BASELINE_TOLERANCE = 0.4;
/** Share of a character's width from which space between two runs is a space. */
const SPACE_SHARE = 0.3;
/** Points by which a run may be drawn again for boldness. */
const OVERSTRIKE = 1;

/** Marks a revised line at the right margin, even a blank one. */
const REVISION_MARK = /^\s*\*?\s*$/u;

/** Gathers a page's runs into rows, top to bottom. Blank runs and revision stars are left out. */
export function toRows(runs: readonly TextRun[]): PageRow[] {
  const visible = runs.filter((run) => !REVISION_MARK.test(run.text)).sort((a, b) => b.y - a.y);
  const rows: TextRun[][] = [];
  for (const run of visible) {
    const row = rows.at(-1);
    if (row && Math.abs(row[0]!.y - run.y) <= BASELINE_TOLERANCE * run.size) row.push(run);
    else rows.push([run]);
  }
  return rows.map(toRow);
}

function toRow(runs: TextRun[]): PageRow {
  runs.sort((a, b) => a.x - b.x);
  const drawnOnce = runs.filter((run, at) => {
    const before = runs[at - 1];
    return before?.text !== run.text || Math.abs(before.x - run.x) > OVERSTRIKE;
  });
  const first = drawnOnce[0]!;
  return { runs: drawnOnce, x: first.x, y: first.y, size: Math.max(...drawnOnce.map((run) => run.size)) };
}

/** Text of a row, gaps as wide as `charWidth` points a space. Without space at its ends. */
export function rowText(row: PageRow, charWidth: number): string {
  let text = '';
  let end = row.x;
  for (const run of row.runs) {
    const gap = run.x - end;
    const width = Math.max(charWidth, run.width / run.text.length);
    if (text !== '' && gap > SPACE_SHARE * width) text = `${text.trimEnd()}${' '.repeat(countSpaces(gap, width))}`;
    text += run.text;
    end = run.x + run.width;
  }
  return text.trim();
}

/** A page is at most some hundred characters wide, whatever the file says. */
const MAX_SPACES = 200;

const countSpaces = (gap: number, charWidth: number): number =>
  Math.min(MAX_SPACES, Math.max(1, Math.round(gap / charWidth)));
