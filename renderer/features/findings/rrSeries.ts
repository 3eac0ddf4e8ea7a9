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
