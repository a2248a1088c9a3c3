/**
 * White space that says nothing.
 */

/** What is to be replaced: all but single spaces, so that most lines need no copy. */
const SURPLUS = /\s{2,}|[^\S ]/gu;

/** A text with one space for every run of white space. */
export const singleSpaces = (text: string): string => text.replace(SURPLUS, ' ');
