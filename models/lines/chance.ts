/** Choices by chance, from a source of numbers 0..1. */

/** Gives the next number, 0 up to but not including 1. */
export type Chance = () => number;

/** True this often. */
export const isLikely = (chance: Chance, probability: number): boolean => chance() < probability;

/** A whole number from 0 up to but not including the bound. */
export const upTo = (chance: Chance, bound: number): number => Math.floor(chance() * bound);

/** A whole number from one to another, both included. */
export const between = (chance: Chance, least: number, most: number): number => least + upTo(chance, most - least + 1);

/** One item of a list. */
export const pick = <Item>(chance: Chance, items: readonly Item[]): Item => items[upTo(chance, items.length)]!;
