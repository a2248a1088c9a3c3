import { describe, expect, it } from 'vitest';
import { makeReport } from '../../../test/report-fixture.js';
import { drawTerminalArc } from './arc.js';

const plain = { color: false };
const chartOf = (drawing: string) => drawing.split('\n').filter((line) => line.includes('┤') && !line.includes('├'));

describe('drawTerminalArc', () => {
  it('draws the arc, the strongest scenes with their lines and the characters', () => {
    expect(
      drawTerminalArc(makeReport({ language: 'en', scenes: 8 }), { ...plain, columns: 60 }),
    ).toMatchInlineSnapshot(`
      "Macbeth
      8 scenes · 3,296 words · 2 speaking characters · Fountain ·
      English

      The emotional arc
      Read as one long scene, it would be brighter than 38% of
      reference scenes (34% to 41%).

        100%┤
            ┤
            ┤░░●░░░
         75%┤
            ┤      ░░░░░░
            ┤      ░░●░░░░░░░░░
         50%┤┄┄┄┄┄┄░░░░░░░░░░░░┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄░░░░░░┄┄┄┄┄┄
            ┤      ░░░░░░░░●░░░                  ░░░░░░
            ┤            ░░░░░░░░░░░░            ░░●░░░░░░░░░
         25%┤            ░░░░░░░░●░░░            ░░░░░░░░░░░░
            ┤            ░░░░░░░░░░░░                  ░░●░░░
            ┤                        ░░░░░░░░●░░░      ░░░░░░
          0%┤                        ░░●░░░
             1     2           4           6           8
             ├ Setup ────┼ Rising a… ┼ Falling … ┼ Resoluti… ┤

      ● scene
      ░ margin of doubt (90%)
      ┄ middle of the reference scenes
      Height: the percentage of reference scenes that are darker.
      Act boundaries are placed by the usual position of turning
      points in films, not by the words of this script. The range
      says between which scenes each one usually falls.

      The scenes that stand out

      Scene 1  EXT. A DESERT PLACE - DAY
        clearly brighter than the average of this script
        tone: brighter than 84% of reference scenes (79% to 87%)
        no emotion above the script as a whole
        Action (line 9, page 1)
          Thunder and lightning. Enter three Witches.
        Action (line 26, page 1)
          Thunder and lightning. Enter three Witches.

      Scene 5  EXT. A DESERT PLACE - DAY
        clearly darker and calmer than the average of this script
        tone: brighter than 3% of reference scenes (1% to 5%)
        more joy (+17%) than the script as a whole
        Action (line 249, page 5)
          Thunder and lightning. Enter three Witches.
        Action (line 266, page 6)
          Thunder and lightning. Enter three Witches.

      Scene 6  EXT. HEATH NEAR FORRES - DAY
        clearly darker than the average of this script
        tone: brighter than 7% of reference scenes (5% to 9%)
        more fear (+17%) than the script as a whole
        MACBETH (line 309, page 7)
          So foul and fair a day I have not seen.
        MACBETH (line 326, page 7)
          So foul and fair a day I have not seen.

      The characters
      Percentage: what they say is brighter than that share of
      reference scenes.
        MACBETH        85%  3,200 words · 180 cues · 4 scenes
        LADY MACBETH   91%  3,060 words · 173 cues · 2 scenes

      Doubts while reading the file
        Line 32: A cue without a speech was read as action.
        Line 118: A heading without INT. or EXT. was read as a sc…
      "
    `);
  });

  it('speaks Spanish for a Spanish script', () => {
    const drawing = drawTerminalArc(makeReport({ language: 'es' }), plain);
    expect(drawing).toContain('El arco emocional');
    expect(drawing).toContain('no\npor el texto de este guion');
  });

  it('fits the terminal, from 60 columns on, however many scenes there are', () => {
    for (const scenes of [1, 15, 93, 200, 1000])
      for (const columns of [20, 60, 100, 400]) {
        const drawing = drawTerminalArc(makeReport({ scenes }), { ...plain, columns });
        const widest = Math.max(...chartOf(drawing).map((line) => line.length));
        expect(widest).toBeLessThanOrEqual(Math.min(160, Math.max(60, columns)));
      }
  });

  it('draws one dot a column, at most a dot a scene', () => {
    const dots = (scenes: number) =>
      chartOf(drawTerminalArc(makeReport({ scenes }), plain))
        .join('')
        .match(/●/g)?.length;
    expect(dots(15)).toBe(15);
    expect(dots(90)).toBe(90);
    expect(dots(200)).toBe(Math.ceil(200 / 3));
  });

  it('says so when there are no acts', () => {
    const drawing = drawTerminalArc(makeReport({ language: 'en', scenes: 1 }), plain);
    expect(drawing).toContain('too few scenes to speak of acts');
    expect(drawing).not.toContain('├');
  });

  it('does not claim to have counted every character of a large cast', () => {
    const passages = Array.from({ length: 25 }, (_, at) => ({ heading: 'INT. A', speaker: `P${at}`, line: 'No.' }));
    const drawing = drawTerminalArc(makeReport({ language: 'en', scenes: 25, passages }), plain);
    expect(drawing).toContain('20 or more speaking characters');
  });

  it('leaves a hole where a scene had no text', () => {
    const report = makeReport({ scenes: 3 });
    const { sentiment, ...unread } = report.scenes[1]!;
    const chart = chartOf(
      drawTerminalArc({ ...report, scenes: [report.scenes[0]!, unread, report.scenes[2]!] }, plain),
    );
    expect(chart.join('').match(/●/g)).toHaveLength(2);
  });

  it('colours only when asked to', () => {
    const report = makeReport();
    const introducer = String.fromCharCode(27);
    expect(drawTerminalArc(report, plain)).not.toContain(introducer);
    expect(drawTerminalArc(report, { color: true })).toMatch(new RegExp(`${introducer}\\[34m●`));
  });

  it('lets no control character of the script reach the terminal', () => {
    const report = makeReport({
      passages: [{ heading: 'INT.\u001b]0;x\u0007', speaker: 'A\u001b[2J', line: 'b\u009b31m\rc' }],
    });
    expect(drawTerminalArc(report, plain).replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
  });
});
