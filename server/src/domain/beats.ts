/** Blake Snyder's fifteen beats, in the order of his sheet and named as the shared database names them. */
export const BEATS = [
  'OPENING_IMAGE',
  'THEME_STATED',
  'SETUP',
  'CATALYST',
  'DEBATE',
  'BREAK_INTO_TWO',
  'B_STORY',
  'FUN_AND_GAMES',
  'MIDPOINT',
  'BAD_GUYS_CLOSE_IN',
  'ALL_IS_LOST',
  'DARK_NIGHT_SOUL',
  'BREAK_INTO_THREE',
  'FINALE',
  'FINAL_IMAGE',
] as const;

/** One of {@link BEATS}. */
export type BeatKind = (typeof BEATS)[number];
