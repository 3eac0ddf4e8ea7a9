import { median } from '../signal/windows.ts';

/** Intervals that the rate is the median of: bigeminy shows its mean, one early beat or pause does not count. */
export const rateIntervals = 8;
/** Fewer say nothing yet. */
const leastIntervals = 4;

/** Beats a minute from the intervals up to now, oldest first, s; null where there are too few. */
export const rateOf = (intervalsS: readonly number[]): number | null => {
  if (intervalsS.length < leastIntervals) return null;
  // An even number, so that short and long ones that take turns have their mean.
  return 60 / median(intervalsS.slice(-Math.min(rateIntervals, intervalsS.length - (intervalsS.length % 2))));
};
