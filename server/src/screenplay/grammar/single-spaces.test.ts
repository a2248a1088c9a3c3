import fc from 'fast-check';
import { expect, it } from 'vitest';
import { singleSpaces } from './single-spaces.js';

it('gives one space for every run of white space', () => {
  const unit = fc.constantFrom('a', ' ', '\n', '\t', '\u00a0', '\f', '.');
  fc.assert(
    fc.property(fc.string({ unit, maxLength: 20 }), (text) => {
      expect(singleSpaces(text)).toBe(text.replace(/\s+/g, ' '));
    }),
  );
});
