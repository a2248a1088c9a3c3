import { beforeAll, describe, expect, it } from 'vitest';
import { SHIPPED_MODELS } from '../../config/settings.js';
import type { LineClassifier } from '../../domain/line-classifier.js';
import { openLineClassifier } from '../../inference/line-classifier.js';
import { parseLines } from '../parse.js';
import { LINE_FEATURES } from './features.js';

let classifier: LineClassifier;
beforeAll(async () => {
  classifier = await openLineClassifier([SHIPPED_MODELS]);
});

const SCENE = `INT. LIGHTHOUSE - NIGHT

The lamp turns. Rain on every window, and a boat
that nobody has seen before.

INES
There it is again. Do you hear it?

TOMAS
It's only the wind, as always.

She goes down the stairs and takes the lantern.

INES
(from below)
You're not coming?

TOMAS
I told you. I never liked that boat.

He looks at the door. Nothing moves.

INES
Then stay here and keep the lamp burning.

TOMAS
I will.

EXT. JETTY - NIGHT

She walks to the water's edge and lifts the lantern.

INES
Who are you?

CUT TO:

INT. LIGHTHOUSE - NIGHT

Tomas watches from the window.
`;

const label = async (text: string) => {
  const { script, labels } = await parseLines({ bytes: Buffer.from(text) }, { maxBytes: 1e7 }, classifier);
  return { script, labels };
};
const printed = ({ labels }: Awaited<ReturnType<typeof label>>) =>
  labels.filter(({ element }) => element !== 'blank').map(({ element, character }) => [element, character]);

describe('judgeLines', () => {
  it('takes as many features as the code measures', () => {
    expect(classifier.features).toBe(LINE_FEATURES);
  });

  it('agrees with the rules on a clean page, without a warning', async () => {
    const read = await label(SCENE);
    expect(read.script.warnings).toEqual([]);
    expect(read.labels.every(({ confidence }) => confidence > 0.9)).toBe(true);
  });

  it.each([
    ['no blank lines', (text: string) => text.replace(/\n{2,}/g, '\n')],
    ['a blank line after every line', (text: string) => text.replace(/\n+/g, '\n\n')],
    ['names in lower case', (text: string) => text.replace(/^(?:INES|TOMAS)$/gm, (name) => name.toLowerCase())],
    ['headings in lower case', (text: string) => text.replace(/^(?:INT|EXT).*$/gm, (line) => line.toLowerCase())],
  ])('reads a page with %s as the page it was', async (_, damage) => {
    const [whole, damaged] = [printed(await label(SCENE)), printed(await label(damage(SCENE)))];
    expect(damaged).toEqual(whole);
  });

  it.each([
    [
      'a table',
      `${Array.from({ length: 60 }, (_, at) => `${1990 + at},${at * 7},"North ${at}",0.${at}`).join('\n')}\n`,
    ],
    ['prose', 'It was the best of times.\n"I know," she said.\nHe walked on.\n\n'.repeat(20)],
    ['a list', 'Eggs\nMilk\nBREAD\n\nCall Ana\nPay rent\n'.repeat(10)],
  ])('makes no screenplay of %s', async (_, text) => {
    await expect(label(text)).rejects.toMatchObject({ reason: 'SCRIPT_NOT_A_SCREENPLAY' });
  });

  it('says where rules and classifier differ: line, guess, alternative, and less confidence', async () => {
    const doubtful = SCENE.replace(/\n+/g, '\n\n').replace(/^(?:INES|TOMAS)$/gm, (name) => name.toLowerCase());
    const { script, labels } = await label(doubtful);
    expect(script.warnings.length).toBeGreaterThan(0);
    for (const { line, guess, alternative, confidence } of script.warnings) {
      expect(guess).not.toBe(alternative);
      expect(confidence).toBeLessThanOrEqual(0.6);
      expect(labels[line - 1]!.confidence).toBe(confidence);
    }
  });

  it('reads a script of many thousand lines in stretches like one of few', async () => {
    const long = await label(SCENE.repeat(60));
    const kinds = printed(long);
    const once = printed(await label(SCENE)).length;
    expect(kinds).toHaveLength(60 * once);
    expect(kinds.slice(30 * once, 31 * once)).toEqual(kinds.slice(31 * once, 32 * once));
  });
});
