import fc from 'fast-check';
import { expect, it } from 'vitest';
import { batchByLength } from './batches.js';

it('puts every row into one batch, within the budget unless it is alone', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 64 })), fc.integer({ min: 1, max: 500 }), (lengths, budget) => {
      const rows = lengths.map((length) => new Int32Array(length));
      const batches = batchByLength(rows, budget);
      expect(batches.flatMap(({ places }) => places).sort((a, b) => a - b)).toEqual(rows.map((_, place) => place));
      for (const batch of batches) {
        const longest = Math.max(...batch.rows.map(({ length }) => length));
        expect(batch.rows.length === 1 || batch.rows.length * longest <= budget).toBe(true);
        expect(batch.rows).toEqual(batch.places.map((place) => rows[place]));
      }
    }),
  );
});
