import type pc from 'picocolors';
import type { Estimate, Report, ReportScene } from '../report.js';
import type { EmotionVoice } from '../words/emotion-words.js';
import type { NumberFormat } from '../words/number-format.js';
import { type Tone, toneOf } from '../words/standing.js';
import { toTerminalText, truncate } from './text.js';

const ROWS = 13;
const GUTTER = 7;
/** Most columns a scene takes: wider would draw a flight of stairs where there are only dots. */
const WIDEST_SCENE = 6;

/** Painters of picocolors, on or off. */
export type Colors = ReturnType<typeof pc.createColors>;

/** How the chart is drawn. */
export interface ChartStyle extends EmotionVoice {
  /** Columns of the terminal. */
  readonly width: number;
  readonly colors: Colors;
}

/** What one column shows: the average of its scenes and the outermost ends of their intervals. */
interface Column {
  readonly value: number;
  readonly tone: Tone;
  readonly low: number;
  readonly high: number;
}

/** Lines of the chart: a dot a scene, its interval as a shaded band, the median reference scene in the middle, acts below. */
export function drawChart(report: Report, style: ChartStyle): string[] {
  const { colors, messages, numbers } = style;
  const { scenes, summary } = report;
  const room = style.width - GUTTER - 1;
  const perColumn = Math.max(1, Math.ceil(scenes.length / room));
  const wide = Math.max(1, Math.min(WIDEST_SCENE, Math.floor(room / scenes.length)));
  const columns = formColumns(scenes, perColumn);
  const rows = Array.from({ length: ROWS }, (_, row) => {
    const label = labelRow(row, numbers);
    const cells = columns.map((column) => drawCell(column, row, wide, colors)).join('');
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
    const read = scenes.slice(from, from + perColumn).flatMap(({ sentiment }) => (sentiment ? [sentiment] : []));
    columns.push(read.length > 0 ? formColumn(read) : undefined);
  }
  return columns;
}

function formColumn(read: readonly Estimate[]): Column {
  const tones = new Set(read.map(toneOf));
  const [tone = 'middle'] = tones;
  return {
    value: read.reduce((sum, { value }) => sum + value, 0) / read.length,
    tone: tones.size === 1 ? tone : 'middle',
    low: Math.min(...read.map(({ value, interval }) => interval?.low ?? value)),
    high: Math.max(...read.map(({ value, interval }) => interval?.high ?? value)),
  };
}

/** Row of a sentiment, 0 at the top. */
function rowOf(sentiment: number): number {
  return Math.round((1 - sentiment) * (ROWS - 1));
}

function drawCell(column: Column | undefined, row: number, wide: number, colors: Colors): string {
  const median = row === rowOf(0.5);
  const ground = colors.dim((median ? '┄' : ' ').repeat(wide));
  if (!column) return ground;
  if (row === rowOf(column.value)) {
    const tint = { warm: colors.yellow, cool: colors.blue, middle: colors.reset }[column.tone];
    const side = Math.floor((wide - 1) / 2);
    const shade = column.low < column.high ? '░' : ' ';
    return colors.dim(shade.repeat(side)) + tint('●') + colors.dim(shade.repeat(wide - 1 - side));
  }
  const inBand = row >= rowOf(column.high) && row <= rowOf(column.low);
  return inBand ? colors.dim('░'.repeat(wide)) : ground;
}

function labelRow(row: number, numbers: NumberFormat): string {
  const tick = [1, 0.75, 0.5, 0.25, 0].find((each) => rowOf(each) === row);
  return tick === undefined ? '' : numbers.percent(tick);
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
