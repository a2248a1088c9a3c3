/** Genres as slugs: lower-case words joined by hyphens, in English where the word is a usual one. */

/** Usual Spanish words for genres. */
const SPANISH: Readonly<Record<string, string>> = {
  accion: 'action',
  animacion: 'animation',
  aventura: 'adventure',
  aventuras: 'adventure',
  belico: 'war',
  biografico: 'biography',
  'ciencia-ficcion': 'sci-fi',
  comedia: 'comedy',
  'comedia-negra': 'dark-comedy',
  'comedia-romantica': 'romantic-comedy',
  crimen: 'crime',
  deportes: 'sports',
  documental: 'documentary',
  familiar: 'family',
  fantasia: 'fantasy',
  guerra: 'war',
  historico: 'historical',
  infantil: 'family',
  melodrama: 'melodrama',
  misterio: 'mystery',
  musical: 'musical',
  noir: 'film-noir',
  policiaco: 'crime',
  policial: 'crime',
  romance: 'romance',
  romantico: 'romance',
  romantica: 'romance',
  suspenso: 'thriller',
  suspense: 'thriller',
  terror: 'horror',
  'thriller-psicologico': 'psychological-thriller',
};

/** The slug of a genre in a writer's own words, in Spanish or English; a word that is not a usual one keeps its form. */
export function toGenreSlug(words: string): string {
  const plain = words.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  const slug = plain.replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/g, '');
  return SPANISH[slug] ?? slug;
}
