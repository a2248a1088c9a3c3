import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toTerminalText, truncate, wrap } from './text.js';

describe('terminal text', () => {
  it('cuts with an ellipsis, counting characters and not code units', () => {
    expect(truncate('guion', 5)).toBe('guion');
    expect(truncate('🎬🎬🎬🎬', 3)).toBe('🎬🎬…');
  });

  it('breaks at spaces and keeps every word', () => {
    fc.assert(
      fc.property(
        fc.array(fc.stringMatching(/^[a-zñ]{1,12}$/), { minLength: 1 }),
        fc.integer({ min: 12, max: 40 }),
        (words, width) => {
          const lines = wrap(words.join(' '), width);
          expect(lines.join(' ')).toBe(words.join(' '));
          expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width);
        },
      ),
    );
  });

  it('has no control character left', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(toTerminalText(text)).not.toMatch(/\p{Cc}/u);
      }),
    );
  });
});
