import { describe, expect, it } from 'vitest';
import { parseScript } from './parse.js';

const read = (text: string) => parseScript({ bytes: Buffer.from(text) }, { maxBytes: 1e6 });
const scene = (heading: string) => `${heading}\n\nRain.\n\nANA\nNo.\n\n`;

describe('findLocations', () => {
  it('brings spellings of one place together, in the order of their scenes', async () => {
    const headings = ['INT. THE CAFÉ - DAY', 'EXT. STREET - NIGHT', 'INT. CAFE - LATER', 'CAFÉ. INT. NOCHE'];
    expect((await read(headings.map(scene).join(''))).locations).toEqual([
      { name: 'THE CAFÉ', scenes: [0, 2, 3] },
      { name: 'STREET', scenes: [1] },
    ]);
  });
});

describe('times of day', () => {
  it.each([
    ['DÍA', 'DAY'],
    ['DIA', 'DAY'],
    ['NOCHE', 'NIGHT'],
    ['MIDNIGHT', 'NIGHT'],
    ['TARDE', 'AFTERNOON'],
    ['MÁS TARDE', 'LATER'],
    ['TEN MINUTES LATER', 'LATER'],
    ['MADRUGADA', 'DAWN'],
    ['ATARDECER', 'DUSK'],
    ['CONTINÚA', 'CONTINUOUS'],
    ['MEDIODÍA', 'DAY'],
    ['A LA MAÑANA SIGUIENTE', 'MORNING'],
  ])('%s comes down to %s', async (time, timeOfDay) => {
    expect((await read(scene(`INT. CASA - ${time}`))).scenes[0]!.heading?.timeOfDay).toBe(timeOfDay);
  });
});
