import type { AverageInspection, BeatInspection } from '../../app/analysis/delineation/inspectBeats.ts';
import type { LabelledRow } from './tSummitRows.ts';

/** A candidate counts as the annotators' P within this distance of their peak. */
const withinS = 0.04;

/** Once per average beat: every candidate for the P wave, labelled by whether it is the one nearest to the marked peaks, medians over leads and beats. */
export const pSummitRows = (
  beats: readonly BeatInspection[],
  peaksS: readonly (readonly number[])[],
): LabelledRow[][] => {
  const members = new Map<AverageInspection, BeatInspection[]>();
  for (const beat of beats) members.set(beat.average, [...(members.get(beat.average) ?? []), beat]);
  return [...members].flatMap(([{ pView, qrs }, list]): LabelledRow[][] => {
    if (pView === null) return [];
    const { zero, rateHz, summits } = pView;
    const peaks = list.flatMap(({ atS }) =>
      peaksS.flatMap((times) => {
        const own = times.filter((t) => t > atS - 0.45 && t < atS + qrs.roughOnsetS).at(-1);
        return own === undefined ? [] : [own - atS];
      }),
    );
    if (peaks.length < (list.length * peaksS.length) / 2) return [];
    const sorted = peaks.sort((a, b) => a - b);
    const peakS = sorted[sorted.length >> 1]!;
    const away = summits.map(({ at }) => Math.abs((at - zero) / rateHz - peakS));
    const nearest = away.indexOf(Math.min(...away));
    if (nearest < 0 || away[nearest]! > withinS) return [];
    return [summits.map(({ features }, i) => ({ features, label: i === nearest ? 1 : 0 }))];
  });
};
