/** Mistypings that cost nothing. */
const free = 3;
const longestS = 15 * 60;

/**
 * How long after the nth failed attempt in a row no other is looked at, in seconds: nothing for the first three, then 2, 4, 8 ...
 * up to a quarter of an hour. A person at the keyboard hardly notices it; a program that guesses gets four tries an hour.
 */
export const waitAfterFailures = (failures: number): number =>
  failures < free ? 0 : Math.min(longestS, 2 ** Math.min(20, failures - free + 1));
