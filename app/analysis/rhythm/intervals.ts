import { median } from '../../signal/windows.ts';

/** How irregular intervals are; null where there are too few. */
export interface Irregularity {
  /** Root mean square of successive differences over the mean interval. */
  readonly normalisedRmssd: number;
  /** Median of |ln(RR / RR before)|. */
  readonly usualChange: number;
  /** Share of pairs of intervals that differ by 30 ms or more (Petrenas 2015, all pairs instead of the last eight). */
  readonly differingShare: number;
  /** Coefficient of sample entropy, nats (Lake & Moorman 2011). */
  readonly cosEn: number;
  /** Standard deviation over mean. */
  readonly variation: number;
}

const leastIntervals = 4;
const differenceS = 0.03;
/** Matches wanted before an entropy is taken for known, and how the tolerance grows until there are. */
const leastMatches = 5;
const firstToleranceS = 0.03;
const growth = 1.25;

/**
 * Of runs of intervals between usual beats, s, each run without interruption.
 * Lake DE, Moorman JR. Accurate estimation of entropy in very short physiological time series: the problem of atrial fibrillation
 * detection in implanted ventricular devices. Am J Physiol Heart Circ Physiol 2011;300:H319-25.
 * Petrenas A, Marozas V, Sornmo L. Low-complexity detection of atrial fibrillation in continuous long-term monitoring. Comput
 * Biol Med 2015;65:184-191.
 */
export const irregularityOf = (runsS: readonly (readonly number[])[]): Irregularity | null => {
  const all = runsS.flat();
  if (all.length < leastIntervals) return null;
  const mean = all.reduce((sum, rr) => sum + rr, 0) / all.length;
  const steps = runsS.flatMap((run) => run.slice(1).map((rr, k) => [run[k]!, rr] as const));
  const squares = steps.reduce((sum, [before, rr]) => sum + (rr - before) ** 2, 0);
  let differing = 0;
  for (let i = 0; i < all.length; i++)
    for (let j = i + 1; j < all.length; j++) if (Math.abs(all[i]! - all[j]!) >= differenceS) differing += 1;
  const variance = all.reduce((sum, rr) => sum + (rr - mean) ** 2, 0) / all.length;
  return {
    normalisedRmssd: steps.length === 0 ? 0 : Math.sqrt(squares / steps.length) / mean,
    usualChange: steps.length === 0 ? 0 : median(steps.map(([before, rr]) => Math.abs(Math.log(rr / before)))),
    differingShare: (2 * differing) / (all.length * (all.length - 1)),
    cosEn: coefficientOfSampleEntropy(steps, all, mean),
    variation: Math.sqrt(variance) / mean,
  };
};

const coefficientOfSampleEntropy = (
  steps: readonly (readonly [number, number])[],
  all: readonly number[],
  mean: number,
): number => {
  for (let toleranceS = firstToleranceS; ; toleranceS *= growth) {
    let one = 0;
    let two = 0;
    for (let i = 0; i < steps.length; i++)
      for (let j = i + 1; j < steps.length; j++) {
        if (Math.abs(steps[i]![0] - steps[j]![0]) > toleranceS) continue;
        one += 1;
        if (Math.abs(steps[i]![1] - steps[j]![1]) <= toleranceS) two += 1;
      }
    const enough = Math.min(leastMatches, (steps.length * (steps.length - 1)) / 2);
    if (two >= enough || toleranceS > 4 * mean)
      return (two === 0 || one === 0 ? Math.log(all.length) : -Math.log(two / one)) + Math.log((2 * toleranceS) / mean);
  }
};
