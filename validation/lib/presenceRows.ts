import { type BeatInspection, inspectBeats } from '../../app/analysis/delineation/inspectBeats.ts';
import { workingLeads } from '../../app/analysis/delineation/workingLeads.ts';
import { detectQrs } from '../../app/analysis/qrs.ts';

/** What speaks for a P wave before one beat, and whether there is one. */
export interface PresenceRow {
  readonly features: readonly number[];
  readonly label: 0 | 1;
}

/** A marked peak counts as the candidate's within this distance. */
const withinS = 0.08;

/**
 * Rows of the beats that have a candidate and are judged by the marks. `peaksS`: marked peaks of P, per lead; `part`: more than
 * this part of the leads must have one.
 */
export const presenceRows = (
  beats: readonly BeatInspection[],
  peaksS: readonly (readonly number[])[],
  part: number,
  judged: (timeS: number) => boolean,
): PresenceRow[] =>
  beats.flatMap((beat): PresenceRow[] => {
    const { p } = beat.average;
    if (p === null || beat.pEvidence === null) return [];
    const peakS = beat.atS + beat.pShiftS + p.features.globalPeakS;
    if (!judged(peakS)) return [];
    const votes = peaksS.filter((times) => times.some((time) => Math.abs(time - peakS) <= withinS)).length;
    return [{ features: beat.pEvidence, label: votes > part * peaksS.length ? 1 : 0 }];
  });

const pairs = [
  [1, 6],
  [0, 10],
  [1, 10],
  [7, 11],
] as const;

/** The beats as two of twelve leads alone show them: the rule has to hold for short sets of leads, too. */
export const withTwoLeads = (
  leads: readonly Float32Array[],
  sampleRateHz: number,
  turn: number,
): readonly BeatInspection[] => {
  const two = pairs[turn % pairs.length]!.map((l) => leads[l]!);
  const working = workingLeads(two, sampleRateHz);
  const at = detectQrs(two, sampleRateHz).map((sample) => Math.round((sample * working.rateHz) / sampleRateHz));
  return inspectBeats(working, at).beats;
};
