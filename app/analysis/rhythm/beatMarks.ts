import { quantile } from '../../signal/windows.ts';
import type { Analysis } from '../schema.ts';

/** Where a beat's waves stand, over all leads together, s from the start of the recording; null: not marked. */
export interface BeatMarks {
  readonly qrsOnsetS: number;
  readonly qrsOffsetS: number;
  readonly pOnsetS: number | null;
  readonly pPeakS: number | null;
  readonly tOffsetS: number | null;
}

interface Rows {
  readonly onset: number[];
  readonly offset: number[];
  readonly pOnset: number[];
  readonly pPeak: number[];
  readonly tOffset: number[];
}

/** One lead alone may end late for its noise. */
const early = 0.15;
const late = 0.85;

/** One entry a beat; [] where the delineation does not have one QRS for each of the beats. Linear time. */
export const beatMarks = (delineation: Analysis['delineation'], beatCount: number): BeatMarks[] => {
  const rows: Rows[] = Array.from({ length: beatCount }, () => ({
    onset: [],
    offset: [],
    pOnset: [],
    pPeak: [],
    tOffset: [],
  }));
  for (const waves of Object.values(delineation)) {
    if (waves.filter(({ wave }) => wave === 'QRS').length !== beatCount) return [];
    let k = 0;
    for (const { wave, onsetS, peakS, offsetS } of waves) {
      if (wave === 'P') {
        // Stands before the QRS that it belongs to.
        if (onsetS !== null) rows[k]?.pOnset.push(onsetS);
        if (peakS !== null) rows[k]?.pPeak.push(peakS);
      } else if (wave === 'QRS') {
        if (onsetS !== null) rows[k]!.onset.push(onsetS);
        if (offsetS !== null) rows[k]!.offset.push(offsetS);
        k += 1;
      } else if (offsetS !== null) rows[k - 1]?.tOffset.push(offsetS);
    }
  }
  if (rows.some(({ onset, offset }) => onset.length === 0 || offset.length === 0)) return [];
  const at = (values: readonly number[], q: number): number | null =>
    values.length === 0 ? null : quantile(values, q);
  return rows.map(({ onset, offset, pOnset, pPeak, tOffset }) => ({
    qrsOnsetS: quantile(onset, early),
    qrsOffsetS: quantile(offset, late),
    pOnsetS: at(pOnset, early),
    pPeakS: at(pPeak, 0.5),
    tOffsetS: at(tOffset, 0.5),
  }));
};
