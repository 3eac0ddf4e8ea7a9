import type { LeadFindings } from '../leadFindings.ts';
import type { BeatIndices } from './beatIndices.ts';

const decades = (mv: number): number => Math.log10(Math.min(1e4, Math.max(0, mv)) + 0.001);
const share = (part: number, whole: number): number => (whole > 0 ? Math.min(1, part / whole) : 1);

/**
 * Each index grows as the lead gets worse; those of amplitudes are log10 of mV + 0.001.
 *
 * Sources: basSQI, pSQI, kSQI and bSQI of Li, Mark & Clifford, Physiol Meas 2008;29:15-32 and Clifford et al., Physiol Meas
 * 2012;33:1419-1433 (here 1 - basSQI as `driftShare`, the complement of pSQI as `offQrsBand`, 1 / kSQI as `blunt`); likeness of
 * the beats to their average, Orphanidou et al. 2015, in place of bSQI, which needs a second detector; flat, clipped and missing
 * shares, steps and amplitudes as in Hayn, Jammerbund & Schreier, Physiol Meas 2012;33:1449-1461.
 */
const indices = {
  missing: (f) => f.missingShare,
  still: (f) => f.stillShare,
  clipped: (f) => f.clippedShare,
  large: (f) => decades(f.rangeMv),
  small: (f) => -decades(f.rangeMv),
  drift: (f) => decades(f.baselineRangeMv),
  driftShare: ({ bandsMv: [drift, slow, qrs, fast] }) =>
    share(drift ** 2, drift ** 2 + slow ** 2 + qrs ** 2 + fast ** 2),
  jump: (f) => decades(f.jumpMv),
  step: (f) => decades(f.stepMv),
  muscle: (f) => decades(f.muscleRmsMv),
  burst: (f) => decades(f.burstRmsMv),
  mains: (f) => decades(f.mainsRmsMv),
  offQrsBand: ({ bandsMv: [, , qrs, fast] }) => share(fast ** 2, qrs ** 2 + fast ** 2),
  /** Gaussian noise gives 0.33, a clean ECG less than 0.15. */
  blunt: (f) => (f.kurtosis > 0 ? Math.min(1, 1 / f.kurtosis) : 1),
  /** Too few whole beats to compare. */
  beatless: (_, b) => (b === null ? 1 : 0),
  unlike: (_, b) => (b === null ? 1 : 1 - b.correlation),
  residual: (f, b) => decades(b === null ? f.rangeMv : b.residualRmsMv),
  lowQrs: (_, b) => (b === null ? 0 : -decades(b.qrsMv)),
} as const satisfies Record<string, (findings: LeadFindings, beat: BeatIndices | null) => number>;

export type IndexName = keyof typeof indices;
export const indexNames = Object.keys(indices) as IndexName[];

/** The indices of one lead in the order of `indexNames`; every one finite. */
export const leadIndices = (findings: LeadFindings, beat: BeatIndices | null): number[] =>
  indexNames.map((name) => {
    const value = indices[name](findings, beat);
    return Number.isFinite(value) ? value : 0;
  });
