/** How fixtures of other libraries are read: as they say, or otherwise and why. */
import path from 'node:path';
import { markdownTable } from '../table.js';
import { EXPLAINED } from './suite-differences.js';
import {
  readFadeInTwins,
  readHtmlTwins,
  readJouvence,
  readPdfTwins,
  readTwins,
  readWildwinter,
  type SuiteCase,
} from './suites.js';

/** Counts by suite, and every difference with its explanation. */
export async function reportSuites(folder: string): Promise<string> {
  const at = (name: string): string => path.join(folder, name);
  const cases: readonly SuiteCase[] = [
    ...readJouvence(at('jouvence')),
    ...readWildwinter(at('wildwinter-screenplay-tools')),
    ...readTwins(at('wildwinter-screenplay-tools'), 'wildwinter'),
    ...readTwins(at('screenplain/files'), 'screenplain'),
    ...readTwins(at('screenplain'), 'screenplain'),
    ...readTwins(at('afterwriting/fdx'), 'afterwriting'),
    ...(await readFadeInTwins(at('wildwinter-screenplay-tools'), 'wildwinter')),
    ...readHtmlTwins(at('screenplain/files')),
    ...(await readPdfTwins(at('screenplain/files'), at('screenplain/files'), 'screenplain')),
    ...(await readPdfTwins(at('screenplain'), at('screenplain'), 'screenplain')),
    ...(await readPdfTwins(at('afterwriting/pdf'), at('afterwriting'), 'afterwriting')),
  ];
  const different = cases.filter(({ expected, found }) => expected.join('\n') !== found.join('\n'));
  const rows = different.map(({ name }) => [name, EXPLAINED[name] ?? 'NOT EXPLAINED']);
  return `${cases.length - different.length} of ${cases.length} fixtures read as their library says.\n\n${markdownTable(['differs', 'because'], rows)}`;
}
