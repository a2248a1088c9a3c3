import { describe, expect, it } from 'vitest';
import { stripEmphasis } from './emphasis.js';

describe('stripEmphasis', () => {
  it.each([
    ['a *b* c', 'a b c'],
    ['_**BRICK & STEEL**_', 'BRICK & STEEL'],
    ['**bold *both* bold**', 'bold both bold'],
    ['***all***', 'all'],
    ['2 * 3 * 4', '2 * 3 * 4'],
    ['snake_case_name', 'snake_case_name'],
    ['a lone *star', 'a lone *star'],
    ['\\*kept\\*', '*kept*'],
  ])('%s', (text, plain) => expect(stripEmphasis(text)).toBe(plain));
});
