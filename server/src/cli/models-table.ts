import pc from 'picocolors';
import type { InspectedVersion } from '../inference/inspect-models.js';
import { toTerminalText } from '../report/terminal/text.js';

/** Columns of the table; the last one is a sentence and has no width. */
const HEADINGS = ['NAME', 'VERSION', 'PRECISION', 'FILES', 'USE'];

/** A table of models on disk: what each is, whether its files are whole, what its licence allows. */
export function drawModelTable(versions: readonly InspectedVersion[], color: boolean): string {
  if (versions.length === 0) return 'There are no models in the folder.\n';
  const rows = [HEADINGS, ...versions.map(toRow)];
  const widths = HEADINGS.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const lines = rows.map((row) =>
    row.map((cell, i) => (i < row.length - 1 ? cell.padEnd(widths[i]!) : cell)).join('  '),
  );
  const { bold, red } = pc.createColors(color);
  return lines
    .map((line, i) => (i === 0 ? bold(line) : versions[i - 1]!.problem === undefined ? line : red(line)))
    .map((line) => `${line}\n`)
    .join('');
}

/** The precision that is served unless another is asked for comes first. */
function toRow({ name, version, manifest, problem }: InspectedVersion): string[] {
  const served = manifest?.precision;
  const others = Object.keys(manifest?.files.graphs ?? {}).filter((precision) => precision !== served);
  const use = problem ?? manifest?.licences?.consequence ?? 'Its licence is not said.';
  const precisions = served === undefined ? '-' : [served, ...others].join(', ');
  return [name, version, precisions, problem === undefined ? 'whole' : 'broken', toTerminalText(use)];
}
