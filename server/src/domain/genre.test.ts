import { describe, expect, it } from 'vitest';
import { toGenreSlug } from './genre.js';

describe('toGenreSlug', () => {
  it.each([
    ['Drama', 'drama'],
    ['Ciencia ficción', 'sci-fi'],
    ['TERROR', 'horror'],
    ['Thriller psicológico', 'psychological-thriller'],
    ['Sci-Fi / Drama', 'sci-fi-drama'],
    [' Realismo mágico ', 'realismo-magico'],
  ])('%s is %s', (words, slug) => expect(toGenreSlug(words)).toBe(slug));
});
