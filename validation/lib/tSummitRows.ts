import type { AverageInspection, BeatInspection } from '../../app/analysis/delineation/inspectBeats.ts';
import { phaseFeatures } from '../../app/analysis/delineation/tSummits.ts';
import type { PointTimes } from './waveReference.ts';

export interface LabelledRow {
  readonly features: readonly number[];
  readonly label: 0 | 1;
}

/** A candidate counts as the annotators' T within this distance of their peak. */
const withinS = 0.05;

/**
 * Once per average beat: every candidate for the T wave, labelled by whether it is the one nearest to the annotated peak,
 * and every later candidate, labelled by whether the annotated end lies behind it. Medians over leads and beats.
 */
export const tSummitRows = (
  beats: readonly BeatInspection[],
  references: readonly PointTimes[],
): { readonly groups: LabelledRow[][]; readonly phases: LabelledRow[] } => {
  const groups: LabelledRow[][] = [];
  const phases: LabelledRow[] = [];
  const members = new Map<AverageInspection, BeatInspection[]>();
  for (const beat of beats) {
    const list = members.get(beat.average);
    if (list === undefined) members.set(beat.average, [beat]);
    else list.push(beat);
  }
  for (const [{ tView, qrs }, list] of members) {
    if (tView === null) continue;
    const { behind, summits, curve } = tView;
    const peaks: number[] = [];
    const ends: number[] = [];
    for (const { atS } of list)
      for (const reference of references) {
        const peak = reference['T peak'].find((t) => t > atS + qrs.roughOffsetS && t < atS + 0.65);
        const end = reference['T offset'].find((t) => peak !== undefined && t > peak && t < peak + 0.3);
        if (peak === undefined) continue;
        peaks.push(peak - atS);
        if (end !== undefined) ends.push(end - atS);
      }
    if (peaks.length === 0) continue;
    const peakS = median(peaks);
    const timeOf = (at: number): number => (at - behind.zero) / behind.rateHz;
    let nearest = summits[0];
    for (const summit of summits)
      if (Math.abs(timeOf(summit.at) - peakS) < Math.abs(timeOf(nearest!.at) - peakS)) nearest = summit;
    if (nearest === undefined || Math.abs(timeOf(nearest.at) - peakS) > withinS) continue;
    groups.push(summits.map((summit) => ({ features: summit.features, label: summit === nearest ? 1 : 0 })));
    if (ends.length === 0) continue;
    const endS = median(ends);
    for (const summit of summits)
      if (summit.at > nearest.at)
        phases.push({
          features: phaseFeatures(curve, nearest, summit, behind),
          label: endS > timeOf(summit.at) + 0.015 ? 1 : 0,
        });
  }
  return { groups, phases };
};

const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2;
};
