import type { Features } from './qrsFeatures.ts';
import type { Summit } from './tSummits.ts';

/** A local extreme of the leads' combination before the QRS that might be the P wave's, index into the average beat. */
export interface PSummit extends Summit {
  /** What speaks for and against its being the P wave, see `pSummits`. */
  readonly features: Features;
}

export interface Ahead {
  readonly rateHz: number;
  readonly zero: number;
  readonly qrsOnsetS: number;
  /** Usual interval to the beat before, s; null where there is none. */
  readonly rrS: number | null;
  /** The T wave of the beat before, s from this beat's instant, and its size in each lead; null where none is known. */
  readonly t: { readonly peakS: number; readonly offsetS: number; readonly weights: Float64Array } | null;
}

/**
 * Candidates for the P wave with their evidence: size relative to the largest (logarithm), nearness to the QRS and distance from
 * it, distance more so at a high rate, place on the T wave before (at its summit, before its end, alone and with the leads moving as in T), whether a
 * candidate of like size stands later or earlier, and sharpness: P is narrower than the end of a T wave.
 */
export const pSummits = (
  bumpMv: readonly Float64Array[],
  curve: Float64Array,
  summits: readonly Summit[],
  { rateHz, zero, qrsOnsetS, rrS, t }: Ahead,
): PSummit[] => {
  const largest = Math.max(...summits.map(({ height }) => height));
  const crowding = Math.max(0, 0.75 - (rrS ?? 1));
  const reach = Math.max(1, Math.round(0.024 * rateHz));
  return summits.map((summit, i) => {
    const { at, sign, height } = summit;
    const timeS = (at - zero) / rateHz;
    const beforeS = qrsOnsetS - timeS;
    const bend = sign * (curve[at]! - 0.5 * ((curve[at - reach] ?? curve[at]!) + (curve[at + reach] ?? curve[at]!)));
    const onT = t === null ? 0 : Math.max(0, 1 - Math.abs(timeS - t.peakS) / 0.06);
    const underT = t === null ? 0 : Math.max(0, Math.min(1, (t.offsetS - timeS) / Math.max(0.03, t.offsetS - t.peakS)));
    const asT = t === null ? 0 : Math.max(0, sameLeads(bumpMv, at, t.weights));
    const like = (j: number): boolean => summits[j]!.height > 0.4 * height;
    return {
      ...summit,
      features: [
        Math.log(Math.max(0.01, largest > 0 ? height / largest : 1)),
        Math.max(0, 0.08 - beforeS),
        Math.max(0, beforeS - 0.1),
        Math.max(0, beforeS - 0.16),
        Math.max(0, beforeS - 0.22),
        Math.max(0, beforeS - 0.1) * crowding,
        onT,
        underT,
        underT * asT,
        summits.some((_, j) => j > i && like(j)) ? 1 : 0,
        summits.some((_, j) => j < i && like(j)) ? 1 : 0,
        Math.max(-1, Math.min(1, bend / Math.max(1e-9, height))),
      ],
    };
  });
};

/** Correlation over the leads between what they show at a place and the T wave's sizes, regardless of sign. */
const sameLeads = (rows: readonly Float64Array[], at: number, weights: Float64Array): number => {
  let cross = 0;
  let own = 0;
  let other = 0;
  rows.forEach((row, l) => {
    cross += row[at]! * weights[l]!;
    own += row[at]! ** 2;
    other += weights[l]! ** 2;
  });
  return Math.abs(cross) / Math.sqrt(own * other + 1e-18);
};
