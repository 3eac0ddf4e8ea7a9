import type { Beat } from '../../../app/analysis/schema.ts';

export interface RrSeries {
  /** Time of the beat that ends each interval, from the start of the recording. */
  readonly timeS: readonly number[];
  readonly rrMs: readonly number[];
}

/** The interval from each beat to the one before it. */
export const rrSeries = (beats: readonly Pick<Beat, 'timeS'>[]): RrSeries => {
  const later = beats.slice(1);
  return {
    timeS: later.map(({ timeS }) => timeS),
    rrMs: later.map(({ timeS }, index) => (timeS - (beats[index]?.timeS ?? timeS)) * 1000),
  };
};

/** Standard deviation of the intervals, and root mean square of the change from each to the next; null with fewer than three. */
export const rrSpread = (rrMs: readonly number[]): { readonly sdnnMs: number; readonly rmssdMs: number } | null => {
  if (rrMs.length < 3) return null;
  const mean = rrMs.reduce((sum, rr) => sum + rr, 0) / rrMs.length;
  const sumOfSquares = rrMs.reduce((sum, rr) => sum + (rr - mean) ** 2, 0);
  const changes = rrMs.slice(1).reduce((sum, rr, i) => sum + (rr - (rrMs[i] ?? rr)) ** 2, 0);
  return {
    sdnnMs: Math.sqrt(sumOfSquares / (rrMs.length - 1)),
    rmssdMs: Math.sqrt(changes / (rrMs.length - 1)),
  };
};
