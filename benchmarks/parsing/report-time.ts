/** Whether the time of reading grows in line with length. */
import type { LineClassifier } from '../../server/src/domain/line-classifier.js';
import { markdownTable } from '../table.js';
import { LONG_SCRIPTS } from './long-script.js';
import { timedParse } from './timed-parse.js';

/** Time of 20,000 lines over ten times that of 2,000: 1 where time grows in line with length. */
export async function reportTime(classifier: LineClassifier): Promise<string> {
  const rows: string[][] = [];
  for (const [format, write] of Object.entries(LONG_SCRIPTS)) {
    const [short, long] = [
      await timedParse(Buffer.from(write(2000)), classifier),
      await timedParse(Buffer.from(write(20_000)), classifier),
    ];
    rows.push([format, short.ms.toFixed(1), long.ms.toFixed(1), (long.ms / (10 * short.ms)).toFixed(2)]);
  }
  return markdownTable(['format', '2,000 lines, ms', '20,000 lines, ms', 'ratio to ten times'], rows);
}
