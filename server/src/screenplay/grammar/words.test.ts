import fc from 'fast-check';
import { expect, it } from 'vitest';
import { countWords } from './words.js';

const PATTERN = /[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu;

it.each([
  ['¡Don’t—stop, mi-amor!', 3],
  ["rock 'n' roll", 3],
  ['a--b', 2],
  ['-a-', 1],
  ['𝒜𝒷c x', 2],
  ['日本 пока', 2],
  ['', 0],
])('counts the words of %j', (text, words) => {
  expect(countWords(text)).toBe(words);
});

it('counts runs of letters and digits, joined by one apostrophe or hyphen', () => {
  const unit = fc.oneof(
    fc.constantFrom('a', 'ñ', '9', "'", '’', '-', ' ', '.', '𝒜', '\ud835'),
    fc.string({ unit: 'binary', maxLength: 1 }),
  );
  fc.assert(
    fc.property(fc.string({ unit, maxLength: 30 }), (text) => {
      expect(countWords(text)).toBe(text.match(PATTERN)?.length ?? 0);
    }),
    { numRuns: 2000 },
  );
});
