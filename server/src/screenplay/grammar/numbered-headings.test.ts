import { describe, expect, it } from 'vitest';
import { findNumberedHeadings } from './numbered-headings.js';

const find = (text: string) => [...findNumberedHeadings(text.split('\n'))];
const SCRIPT = '1. CASA\n\nLlueve.\n\nANA\nYa.\n\n2. CAMINO\n\nLUIS\nNo.\n';

describe('findNumberedHeadings', () => {
  it('finds places counted from one upwards', () => expect(find(SCRIPT)).toEqual([0, 7]));

  it.each([
    ['with a heading of another kind', `${SCRIPT}\nINT. BAR - DÍA\n\nNada.\n`],
    ['without speeches', SCRIPT.replace('ANA\n', '')],
    ['that do not rise', SCRIPT.replace('2.', '1.')],
    ['that start late', SCRIPT.replace('1.', '7.').replace('2.', '8.')],
    ['in lower case', SCRIPT.replace('CASA', 'Casa')],
  ])('leaves lists %s', (_, text) => expect(find(text)).toEqual([]));
});
