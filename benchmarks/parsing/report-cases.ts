/** Hard single lines in both languages: each is put into the smallest script that it can stand in, and read. */
import { readFileSync } from 'node:fs';
import type { SceneHeading } from '../../server/src/domain/script.js';
import type { LineElement } from '../../server/src/screenplay/line-labels.js';
import { parseLines } from '../../server/src/screenplay/parse.js';
import { markdownTable } from '../table.js';

interface Case {
  readonly lang: string;
  readonly line: string;
  readonly expect: Readonly<Record<string, string | null>>;
}

const ELEMENTS: Readonly<Record<string, LineElement>> = {
  heading: 'scene_heading',
  'page-furniture': 'other',
};

/** What stands around a line, so that it is read as its place says: a scene before, a speech below a cue. */
const BEFORE = 'Title: Test\n\nINT. ROOM - DAY\n\nRain.\n\n';
const AROUND: Readonly<Record<string, readonly [string, string]>> = {
  character: ['', '\nHello.\n'],
  dialogue: ['ANA\n', '\n'],
};

/** Cases read right, by language, and those that were not. */
export async function reportCases(file: string): Promise<string> {
  const cases = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((row) => JSON.parse(row) as Case);
  const wrong: string[] = [];
  for (const one of cases) if (!(await isRight(one))) wrong.push(`${one.lang}: ${one.line}`);
  const languages = [...new Set(cases.map(({ lang }) => lang))];
  const rows = languages.map((language) => {
    const count = cases.filter(({ lang }) => lang === language).length;
    return [language, `${count - wrong.filter((line) => line.startsWith(`${language}: `)).length} of ${count}`];
  });
  return [markdownTable(['language', 'hard lines right'], rows), ...wrong.map((line) => `wrong: ${line}`)].join('\n');
}

async function isRight({ line, expect }: Case): Promise<boolean> {
  const element = expect['element']!;
  const [above, below] = AROUND[element] ?? ['', '\n'];
  // A cue and its speech on one line is how stage plays are printed: one of them alone is no play.
  const play = element === 'dialogue' && /^\p{Lu}+(?:\.—|:)/u.test(line);
  const text = play ? `${line}\n\n${line}\n\n${line}\n` : `${BEFORE}${above}${line}${below}`;
  const { script, labels } = await parseLines({ bytes: Buffer.from(text) }, { maxBytes: 1e6 });
  const at = play ? 0 : `${BEFORE}${above}`.split('\n').length - 1;
  if (labels[at]!.element !== (ELEMENTS[element] ?? element)) return false;
  const heading = script.scenes.at(-1)?.heading;
  return element !== 'heading' || heading === undefined || agrees(heading, expect);
}

function agrees({ setting, location, time, number }: SceneHeading, expect: Case['expect']): boolean {
  const found: Record<string, string | null> = {
    int_ext: setting ?? null,
    location: location ?? null,
    time: time ?? null,
    number: number ?? null,
  };
  return Object.entries(found).every(([part, value]) => expect[part] === undefined || expect[part] === value);
}
