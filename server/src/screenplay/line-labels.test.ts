import { describe, expect, it } from 'vitest';
import { parseLines } from './parse.js';

const label = async (text: string) => {
  const { labels } = await parseLines({ bytes: Buffer.from(text) }, { maxBytes: 1e6 });
  return labels.map(({ element, character }) => (character ? `${element} ${character}` : element));
};

describe('labelLines', () => {
  it('gives a line that holds cue and speech to the speech', async () => {
    const play = 'ESCENA PRIMERA\n\nANA.— Hola.\n\nLEO.— (Sentándose.) Adiós.\n\n(Sale.)\n';
    expect(await label(play)).toEqual([
      'scene_heading',
      'blank',
      'dialogue ANA',
      'blank',
      'dialogue LEO',
      'blank',
      'action',
      'blank',
    ]);
  });

  it('tells page furniture and notes from the story', async () => {
    const text = 'INT. BAR - DAY\n\n[[cut this?]]\n\nRain.\n\nANA\nNo.\n\n12.\n';
    expect(await label(text)).toEqual(
      ['scene_heading', 'blank', 'other', 'blank', 'action', 'blank', 'character ANA', 'dialogue ANA', 'blank'].concat(
        expect.anything(),
        'blank',
      ),
    );
  });

  it('covers every line of a Final Draft document, markup included', async () => {
    const fdx =
      '<?xml version="1.0"?>\n<FinalDraft><Content>\n<Paragraph Type="Action"><Text>Rain.</Text></Paragraph>\n</Content></FinalDraft>';
    expect(
      await label(
        fdx
          .replace('Action', 'Scene Heading')
          .replace('</Content>', '<Paragraph Type="Action"><Text>Rain.</Text></Paragraph>\n</Content>'),
      ),
    ).toEqual(['other', 'other', 'scene_heading', 'action', 'other']);
  });
});
