/**
 * Laid-out lines to elements: one way for plain text and for PDF.
 */
import type { LineClassifier } from '../../domain/line-classifier.js';
import { judgeLines, type LineVerdicts } from '../lines/judge.js';
import type { ParsedElements } from '../parsed-elements.js';
import { dropPageFurniture } from './drop-furniture.js';
import { splitDualColumns } from './dual-columns.js';
import type { LayoutLine } from './line.js';
import { withoutMarginNoise } from './margin-noise.js';
import { type Written, writeParagraphs } from './paragraphs.js';
import { type RuleReading, readByRules } from './screenplay.js';
import { isStagePlay, readStagePlay } from './stage-play.js';

/** What laid-out pages say; see {@link ParsedElements}. */
export type LaidOutScript = Pick<
  ParsedElements,
  'title' | 'titlePageEnd' | 'elements' | 'headings' | 'warnings' | 'verdicts' | 'byRules' | 'isPlay'
>;

/**
 * Reads laid-out lines as the stage play or the screenplay that they are. The classifier is asked about every line of a
 * screenplay; without one the rules read alone.
 */
export async function readLayout(
  lines: readonly LayoutLine[],
  classifier: LineClassifier | undefined,
): Promise<LaidOutScript> {
  const body = dropPageFurniture(withoutMarginNoise(lines));
  if (isStagePlay(body)) return { ...readStagePlay(body), warnings: [], isPlay: true };
  const split = splitDualColumns(body);
  const reading = readByRules(split);
  return assemble(reading, classifier && (await judgeLines(bodyOf(split, reading), reading.kinds, classifier)));
}

/** The lines after the title block as they were before the rules spaced them. */
const bodyOf = (lines: readonly LayoutLine[], { lines: [first] }: RuleReading): readonly LayoutLine[] => {
  const start = first === undefined ? lines.length : lines.findIndex(({ line }) => line >= first.line);
  return lines.slice(start < 0 ? lines.length : start);
};

function assemble({ title, titlePageEnd, lines, kinds }: RuleReading, judged?: LineVerdicts): LaidOutScript {
  const page = { ...(title && { title }), titlePageEnd };
  const ruled = (): Written => writeParagraphs(lines, (line) => kinds.get(line));
  if (!judged) return { ...page, ...ruled(), warnings: [] };
  const { verdicts, warnings } = judged;
  const written = writeParagraphs(
    lines,
    (line) => verdicts.get(line)?.kind ?? kinds.get(line),
    (line) => verdicts.get(line)?.confidence,
  );
  return {
    ...page,
    ...written,
    warnings,
    verdicts: new Map([...verdicts].map(([{ line }, verdict]) => [line, verdict])),
    // Without a warning they read alike.
    ...(warnings.length > 0 && { byRules: ruled() }),
  };
}
