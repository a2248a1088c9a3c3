import { describe, expect, it } from 'vitest';
import { isPageFurniture } from './page-furniture.js';

describe('isPageFurniture', () => {
  it.each([
    '(MORE)',
    '(MÁS)',
    'CONTINUED: (2)',
    '12 CONTINUED: 12',
    '(CONTINUED)',
    'Rev. 03/15/99     Blue Pages',
    'BLUE REV. 3/15/99',
    '23.',
    '- 7 -',
    'Página 12',
    'Page 3 of 120',
  ])('takes %s', (line) => expect(isPageFurniture(line)).toBe(true));

  it.each(['(beat)', '1999', 'CONTINUED LAUGHTER', 'He counts 23.', ''])('leaves %s', (line) =>
    expect(isPageFurniture(line)).toBe(false),
  );
});
