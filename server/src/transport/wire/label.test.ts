import { describe, expect, it } from 'vitest';
import { fromId, fromName, fromOwnerId } from './label.js';

const refusal = (description: RegExp) =>
  expect.objectContaining({
    reason: 'FIELD_INVALID',
    details: { violations: [{ field: 'a.b', description: expect.stringMatching(description) }] },
  });

describe('labels', () => {
  it.each([
    ['an id', fromId, 128],
    ['an owner', fromOwnerId, 128],
    ['a name', fromName, 1000],
  ])('%s is taken up to its limit, as it was given', (_, from, longest) => {
    const fits = "ñ🎬'".padEnd(longest, 'x');
    expect(from(fits, 'a.b')).toBe(fits);
    expect(() => from(`${fits}x`, 'a.b')).toThrow(refusal(new RegExp(`most ${longest} .*${longest + 1}`)));
    expect(() => from('a\0b', 'a.b')).toThrow(refusal(/NUL/));
  });

  it('an id must be there, an owner and a name may be missing', () => {
    expect(() => fromId('', 'a.b')).toThrow(refusal(/1 to 128/));
    expect(fromOwnerId('', 'a.b')).toBeUndefined();
    expect(fromName('', 'a.b')).toBeUndefined();
  });
});
