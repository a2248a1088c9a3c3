import type pc from 'picocolors';
import type { Messages } from './messages.js';
import type { NumberFormat } from './number-format.js';
import type { Report, ReportScene } from './report.js';
import { toTerminalText, truncate } from './terminal-text.js';
import { valenceReach } from './valence-scale.js';

const ROWS = 13;
const GUTTER = 7;
/** Most columns a scene takes: wider would draw a flight of stairs where there are only dots. */
const WIDEST_SCENE = 6;

/** Painters of picocolors, on or off. */
export type Colors = ReturnType<typeof pc.createColors>;

/** How the chart is drawn. */
export interface ChartStyle {
  /** Columns of the terminal. */
  readonly width: number;
  readonly colors: Colors;
  readonly messages: Messages;
  readonly numbers: NumberFormat;
}

/** What one column shows: the average of its scenes and the outermost ends of their intervals. */
interface Column {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** Lines of the valence chart: a dot a scene, its interval as a shaded band, neutral in the middle, acts below. */
export function drawChart(report: Report, style: ChartStyle): string[] {
  const { colors, messages, numbers } = style;
  const { scenes, summary } = report;
  const room = style.width - GUTTER - 1;
  const perColumn = Math.max(1, Math.ceil(scenes.length / room));
  const wide = Math.max(1, Math.min(WIDEST_SCENE, Math.floor(room / scenes.length)));
  const columns = formColumns(scenes, perColumn);
  const reach = valenceReach(scenes.map((scene) => scene.valence));
  const rows = Array.from({ length: ROWS }, (_, row) => {
    const label = labelRow(row, reach, numbers);
    const cells = columns.map((column) => drawCell(column, row, reach, wide, colors)).join('');
    return `${colors.dim(label.padStart(GUTTER - 1))}${colors.dim('┤')}${cells}`;
  });
  const total = columns.length * wide;
  const starts = summary.acts.map((act) => Math.round((act.firstScene / perColumn) * wide));
  const names = summary.acts.map((act) => messages.acts[act.act]);
  return [
    ...rows,
    ' '.repeat(GUTTER) + colors.dim(drawNumbers(scenes.length, perColumn, wide, total)),
    ...(starts.length > 0 ? [' '.repeat(GUTTER) + colors.dim(drawActs(starts, names, total))] : []),
    ...(perColumn > 1 ? [' '.repeat(GUTTER) + colors.dim(messages.arc.averaged(perColumn))] : []),
  ];
}

function formColumns(scenes: readonly ReportScene[], perColumn: number): (Column | undefined)[] {
  const columns: (Column | undefined)[] = [];
  for (let from = 0; from < scenes.length; from += perColumn) {
    const read = scenes.slice(from, from + perColumn).flatMap(({ valence }) => (valence ? [valence] : []));
    columns.push(
      read.length === 0
        ? undefined
        : {
            value: read.reduce((sum, { value }) => sum + value, 0) / read.length,
            low: Math.min(...read.map(({ value, interval }) => interval?.low ?? value)),
            high: Math.max(...read.map(({ value, interval }) => interval?.high ?? value)),
          },
    );
  }
  return columns;
}

/** Row of a valence, 0 at the top. */
function rowOf(valence: number, reach: number): number {
  const row = Math.round(((reach - valence) / (2 * reach)) * (ROWS - 1));
  return Math.min(ROWS - 1, Math.max(0, row));
}

function drawCell(column: Column | undefined, row: number, reach: number, wide: number, colors: Colors): string {
  const neutral = row === rowOf(0, reach);
  const ground = colors.dim((neutral ? '┄' : ' ').repeat(wide));
  if (!column) return ground;
  if (row === rowOf(column.value, reach)) {
    const tint = column.value < 0 ? colors.blue : colors.yellow;
    const side = Math.floor((wide - 1) / 2);
    const shade = column.low < column.high ? '░' : ' ';
    return colors.dim(shade.repeat(side)) + tint('●') + colors.dim(shade.repeat(wide - 1 - side));
  }
  const inBand = row >= rowOf(column.high, reach) && row <= rowOf(column.low, reach);
  return inBand ? colors.dim('░'.repeat(wide)) : ground;
}

function labelRow(row: number, reach: number, numbers: NumberFormat): string {
  if (row === 0) return numbers.signed(reach);
  if (row === ROWS - 1) return numbers.signed(-reach);
  return row === rowOf(0, reach) ? '0' : '';
}

/** Scene numbers under their columns, as many as fit with air between them. */
function drawNumbers(scenes: number, perColumn: number, wide: number, total: number): string {
  const steps = [1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1000];
  const step = steps.find((each) => (each / perColumn) * wide >= 7) ?? 1000;
  let line = '';
  for (let scene = 1; scene <= scenes; scene = scene === 1 && step > 1 ? step : scene + step) {
    const at = Math.floor((scene - 1) / perColumn) * wide;
    if (at < line.length + (line ? 2 : 0)) continue;
    line = line.padEnd(at) + scene;
  }
  return truncate(line, Math.max(total, line.length));
}

/** `├ Setup ───┼ Rising ───┤` under the columns where the acts begin. */
function drawActs(starts: readonly number[], names: readonly string[], total: number): string {
  const parts = starts.map((start, index) => {
    const length = Math.max(1, (starts[index + 1] ?? total) - start);
    const name = toTerminalText(names[index] ?? '');
    const title = length >= 6 ? ` ${truncate(name, length - 3)} ` : '';
    return (index === 0 ? '├' : '┼') + title.padEnd(length - 1, '─');
  });
  return `${parts.join('')}┤`;
}
