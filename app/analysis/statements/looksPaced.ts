import type { Measurements } from '../schema.ts';
import type { LeadMorphology, Morphology } from './morphology.ts';

/** A QRS as wide as that of a paced beat, ms. */
const widePacedMs = 150;
const leftDeg = -30;
/** Of the dominant beats; fewer P waves than this lead to none. */
const mostPShare = 0.5;

/**
 * Do the beats look as an electrode in the right ventricle makes them: wide, no P wave before them, axis to the left or above, V1 without a late R? A bundle
 * branch block in atrial fibrillation looks the same; only spikes tell, where they can be seen.
 */
export const looksPaced = ({
  measurements: { qrsMs, qrsAxisDeg },
  morphology,
}: {
  readonly measurements: Measurements;
  readonly morphology: Morphology | null;
}): boolean =>
  qrsMs !== null &&
  qrsMs >= widePacedMs &&
  qrsAxisDeg !== null &&
  qrsAxisDeg < leftDeg &&
  morphology !== null &&
  morphology.pShare < mostPShare &&
  !lastToTheRight(morphology.leads.V1);

/** An electrode in the right ventricle makes V1 negative; a late R there is right bundle branch block. */
const lastToTheRight = (v1: LeadMorphology | undefined): boolean =>
  v1 !== undefined && v1.lateMv > 0 && Math.max(v1.rMv, v1.r2Mv) > v1.deepestMv && v1.rPeakMs >= 50;
