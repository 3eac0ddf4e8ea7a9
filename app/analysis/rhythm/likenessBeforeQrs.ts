import type { AtrialSignal } from './atrialSignal.ts';

/** Where P waves stand, from the QRS onset, s. */
const fromS = -0.26;
const toS = -0.03;
const leastBeats = 3;

/**
 * Part of the power before the QRS complexes that all of them have in common, over the leads together: near 1 where each
 * has the same P wave, near 0 where there is chance alone. Unbiased: the mean of the products of different beats over the mean
 * of the squares. `onsetsS`: of the QRS complexes. null with fewer than three of them. Linear time.
 */
export const likenessBeforeQrs = ({ restMv, rateHz }: AtrialSignal, onsetsS: readonly number[]): number | null => {
  const length = Math.round((toS - fromS) * rateHz);
  const starts = onsetsS.map((onsetS) => Math.round((onsetS + fromS) * rateHz)).filter((start) => start >= 0);
  const n = starts.length;
  if (n < leastBeats) return null;
  let common = 0;
  let all = 0;
  for (const x of restMv)
    for (let i = 0; i < length; i++) {
      let sum = 0;
      let squares = 0;
      for (const start of starts) {
        const value = x[start + i] ?? 0;
        sum += value;
        squares += value * value;
      }
      common += (sum * sum - squares) / (n * (n - 1));
      all += squares / n;
    }
  return all > 0 ? common / all : null;
};
