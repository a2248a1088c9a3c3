import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EngineError } from '../domain/errors.js';
import { fromPageToken, toPageToken } from './page-token.js';

describe('page tokens', () => {
  it('come back as what they were made of', () => {
    fc.assert(
      fc.property(fc.date({ noInvalidDate: true }), fc.string({ unit: 'grapheme' }), (createdAt, id) => {
        expect(fromPageToken(toPageToken({ createdAt, id }, ['a', undefined]), ['a', undefined])).toEqual({
          createdAt,
          id,
        });
      }),
    );
  });

  it('are letters that need no escaping in a URL', () => {
    const createdAt = new Date('2026-01-01T00:00:00Z');
    expect(toPageToken({ createdAt, id: 'ñ/?&=' }, [])).toMatch(/^[\w-]+$/);
  });

  it('are refused with FIELD_INVALID when nobody made them', () => {
    const made = fc.oneof(
      fc.string(),
      fc.json().map((json) => Buffer.from(json).toString('base64url')),
    );
    fc.assert(
      fc.property(made, (token) => {
        expect(() => fromPageToken(token, [])).toThrow(EngineError);
      }),
    );
  });

  it('are refused by a list with other conditions', () => {
    const token = toPageToken({ createdAt: new Date(0), id: 'id' }, ['ana', undefined]);
    for (const conditions of [['eva', undefined], [undefined, 'ana'], ['ana']]) {
      expect(() => fromPageToken(token, conditions)).toThrow(EngineError);
    }
  });

  it.each(['["1","id"]', '[1e99,"id"]', '[1,2]', '[1]', '[1,"id",0]', '{}'])(
    'are refused when they hold %s',
    (json) => {
      const token = Buffer.from(json).toString('base64url');
      expect(() => fromPageToken(token, [])).toThrow(expect.objectContaining({ reason: 'FIELD_INVALID' }));
    },
  );
});
