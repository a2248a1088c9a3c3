import { expect, it } from 'vitest';
import type { Tokenizer } from '../../server/src/inference/text/tokenizer.js';
import { BLOCK, lengthClassOf, openTexts } from './texts.js';

/** One token for every three letters of a word, and the two special ones. */
const tokenizer: Tokenizer = {
  encode: async (texts) =>
    texts.map((text) => new Int32Array(2 + text.split(' ').reduce((sum, word) => sum + Math.ceil(word.length / 3), 0))),
};

it('every block has the same lengths in the same order, whatever the tokenizer', async () => {
  const source = await openTexts(tokenizer, 7);
  const lengths = async () => (await source.next(BLOCK)).map(({ ids }) => ids.length);
  const first = await lengths();
  expect(await lengths()).toEqual(first);
  expect(Math.min(...first)).toBe(5);
  expect(Math.max(...first)).toBe(243);
  expect(first.filter((length) => lengthClassOf(length) === 2).length).toBeGreaterThan(20);
});

it('no text comes twice, and the same seed gives the same texts', async () => {
  const texts = (await (await openTexts(tokenizer, 7)).next(4 * BLOCK)).map(({ text }) => text);
  expect(new Set(texts).size).toBe(4 * BLOCK);
  expect((await (await openTexts(tokenizer, 7)).next(4 * BLOCK)).map(({ text }) => text)).toEqual(texts);
});
