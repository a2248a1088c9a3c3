/**
 * How right scripts are read, and how fast: lines of produced scripts, clean and damaged; scripts with a gold parse in
 * every format; hard lines; fixtures of other libraries; growth of time.
 *
 *   npm run bench:parsing -- [--only lines,gold,cases,suites,time]
 */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { openLineClassifier } from '../server/src/inference/line-classifier.js';
import { reportCases } from './parsing/report-cases.js';
import { reportGold } from './parsing/report-gold.js';
import { reportLines } from './parsing/report-lines.js';
import { reportSuites } from './parsing/report-suites.js';
import { reportTime } from './parsing/report-time.js';
import { MODELS, orSkip, SHARED_DATA } from './paths.js';

const SCREENPLAYS = orSkip(path.join(SHARED_DATA, 'screenplays'));
const open = (...names: readonly string[]): string => path.join(SCREENPLAYS, 'open', ...names);
const classifier = await openLineClassifier([MODELS]);

const REPORTS: Readonly<Record<string, readonly [string, () => Promise<string>]>> = {
  lines: [
    'Labels of lines, F1 in per cent. Excerpts of produced scripts that trained nothing; each damage is drawn three times. ' +
      'Even and odd: the same over every second excerpt.',
    () => reportLines(path.join(SCREENPLAYS, 'parser-lines-dev'), classifier),
  ],
  gold: [
    'Scripts with a gold parse. Right: elements that stand in gold and parse in the same order, kind and text equal but ' +
      'for white space; extra: parsed elements beyond those. Time: median of 5 reads; inference: tokens of the script ' +
      'times the wall time a token took on all workers over one whole script in this run.',
    () => reportGold(open(), classifier),
  ],
  cases: ['Hard single lines.', () => reportCases(open('parser-cases/lines.jsonl'))],
  suites: ['Fixtures of other libraries.', () => reportSuites(open('parser-suites'))],
  time: ['Growth of time: 1 is in line with length.', () => reportTime(classifier)],
};

const { values: flags } = parseArgs({ options: { only: { type: 'string' } } });
for (const name of flags.only?.split(',') ?? Object.keys(REPORTS)) {
  const [about, report] = REPORTS[name]!;
  console.log(`\n${about}\n\n${await report()}`);
}
