import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parseFountain } from '../fountain/reader.js';
import { decodeText } from '../source/decode.js';
import { parseCharacterCue } from './character-cue.js';
import { isPageFurniture } from './page-furniture.js';
import { parseSceneHeading } from './scene-heading.js';
import { isTransition } from './transition.js';

const cases = fileURLToPath(
  new URL('../../../../../shared/data/screenplays/open/parser-cases/lines.jsonl', import.meta.url),
);

interface Case {
  readonly line: string;
  readonly expect: Readonly<Record<string, string | null>>;
}

const FORCED = /^[.>@](?!\.)/;
const KINDS: Readonly<Record<string, string>> = { scene_heading: 'heading' };

/** What the line is by its own form. */
function classify(line: string): Record<string, unknown> {
  const heading = parseSceneHeading(line);
  if (heading) {
    const { setting = null, location = null, time = null, number = null } = heading;
    return { element: 'heading', int_ext: setting, location, time, number };
  }
  if (isTransition(line)) return { element: 'transition' };
  if (isPageFurniture(line)) return { element: 'page-furniture' };
  return { element: parseCharacterCue(line) ? 'character' : 'none' };
}

/** What Fountain makes of the line, with a line under it where it has to be a cue. */
function classifyForced(line: string): Record<string, unknown> {
  const text = line.startsWith('@') ? `${line}\nHello.` : line;
  const [first] = parseFountain(decodeText(Buffer.from(text))).elements;
  return { element: KINDS[first!.kind] ?? first!.kind };
}

describe.skipIf(!existsSync(cases))('hard lines of real scripts (needs ../shared)', () => {
  const rows = existsSync(cases) ? readFileSync(cases, 'utf8').trim().split('\n') : [];

  it.each(rows.map((row) => JSON.parse(row) as Case).map((row) => [row.line, row] as const))('%s', (line, row) => {
    const { element } = row.expect;
    // Action and dialogue have no form of their own: such lines must be nothing else.
    const expected = element === 'action' || element === 'dialogue' ? { element: 'none' } : row.expect;
    expect(FORCED.test(line) ? classifyForced(line) : classify(line)).toMatchObject(expected);
  });

  it('covers the whole file', () => expect(rows).toHaveLength(86));
});
