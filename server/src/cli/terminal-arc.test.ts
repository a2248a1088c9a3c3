import { describe, expect, it } from 'vitest';
import { makeReport } from '../../test/report-fixture.js';
import { drawTerminalArc } from './terminal-arc.js';

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
      As a whole, the script has a valence of −0.06 (−0.08 to
      −0.05).

       +0.60┤
            ┤
            ┤
            ┤
            ┤░░●░░░
            ┤      ░░░░░░
           0┤┄┄┄┄┄┄░░●░░░░░░░░░┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄░░░░░░┄┄┄┄┄┄
            ┤      ░░░░░░░░●░░░░░●░░░            ░░●░░░░░░░░░
            ┤            ░░░░░░░░░░░░                  ░░●░░░
            ┤                              ░░●░░░      ░░░░░░
            ┤                        ░░░░░░░░░░░░
            ┤                        ░░●░░░
       −0.60┤                        ░░░░░░
             1     2           4           6           8
             ├ Setup ────┼ Rising a… ┼ Falling … ┼ Resoluti… ┤

      ● scene   ░ margin of doubt (90%)   ↑ pleasant   ↓ unpleasant
      Act boundaries are placed by the usual position of turning
      points in films, not by the words of this script. The range
      says between which scenes each one usually falls.

      The scenes that stand out

      Scene 5  EXT. A DESERT PLACE - DAY
        valence −0.45 (−0.55 to −0.37) · joy 20%
        Action (line 249, page 5)
          Thunder and lightning. Enter three Witches.
        Action (line 266, page 6)
          Thunder and lightning. Enter three Witches.

      Scene 6  EXT. HEATH NEAR FORRES - DAY
        valence −0.32 (−0.36 to −0.29) · fear 20%
        MACBETH (line 309, page 7)
          So foul and fair a day I have not seen.
        MACBETH (line 326, page 7)
          So foul and fair a day I have not seen.

      Scene 1  EXT. A DESERT PLACE - DAY
        valence +0.21 (+0.17 to +0.24) · anticipation 20%
        Action (line 9, page 1)
          Thunder and lightning. Enter three Witches.
        Action (line 26, page 1)
          Thunder and lightning. Enter three Witches.

      Scene 8  INT. DUNSINANE CASTLE - DAY
        valence −0.19 (−0.31 to −0.10) · anticipation 20%
        MACBETH (line 429, page 9)
          O, full of scorpions is my mind, dear wife!
        MACBETH (line 446, page 9)
          O, full of scorpions is my mind, dear wife!

      Scene 4  INT. DUNSINANE CASTLE - DAY
        valence −0.13 (−0.19 to −0.09) · sadness 20%
        MACBETH (line 189, page 4)
          O, full of scorpions is my mind, dear wife!
        MACBETH (line 206, page 5)
          O, full of scorpions is my mind, dear wife!

      The characters
        MACBETH       +0.22  3,200 words · 180 cues · 4 scenes
        LADY MACBETH  +0.29  3,060 words · 173 cues · 2 scenes

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
    const { valence, ...unread } = report.scenes[1]!;
    const chart = chartOf(
      drawTerminalArc({ ...report, scenes: [report.scenes[0]!, unread, report.scenes[2]!] }, plain),
    );
    expect(chart.join('').match(/●/g)).toHaveLength(2);
  });

  it('colours only when asked to', () => {
    const report = makeReport();
    const introducer = String.fromCharCode(27);
    expect(drawTerminalArc(report, plain)).not.toContain(introducer);
    expect(drawTerminalArc(report, { color: true })).toContain(`${introducer}[34m●`);
  });

  it('lets no control character of the script reach the terminal', () => {
    const report = makeReport({
      passages: [{ heading: 'INT.\u001b]0;x\u0007', speaker: 'A\u001b[2J', line: 'b\u009b31m\rc' }],
    });
    expect(drawTerminalArc(report, plain).replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
  });
});
